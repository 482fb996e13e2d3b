import { ContainerModule } from 'inversify';
import { ExtractiveModel } from './answer/extractive-model.js';
import { Model } from './answer/model.js';
import { OpenAISettings } from './answer/openai-settings.js';
import { MiniSearchIndex } from './search/minisearch-index.js';
import { SearchIndex } from './search/search-index.js';
import { ProgressBar } from './terminal/progress-bar.js';
import { ProgressLine } from './terminal/progress-line.js';
import { Progress } from './terminal/progress.js';

/** Binds what the steps want injected: the index, the progress on standard error, the models. */
export function askDocsModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(SearchIndex).to(MiniSearchIndex).inSingletonScope();
    bind(Progress)
      .toDynamicValue(() =>
        process.stderr.isTTY ? new ProgressBar(process.stderr) : new ProgressLine(process.stderr),
      )
      .inSingletonScope()
      .onDeactivation((progress) => progress.stop());
    bind(Model).toService(ExtractiveModel);
    bind(OpenAISettings).toConstantValue(new OpenAISettings(process.env));
  });
}
