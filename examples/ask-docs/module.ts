import { ContainerModule } from 'inversify';
import { ExtractiveModel } from './answer/extractive-model.js';
import { Model } from './answer/model.js';
import { OpenAISettings } from './answer/openai-settings.js';
import { MiniSearchIndex } from './search/minisearch-index.js';
import { SearchIndex } from './search/search-index.js';
import { ProgressBar } from './terminal/progress-bar.js';
import { ProgressLine } from './terminal/progress-line.js';
import { Progress } from './terminal/progress.js';
import type { Terminal } from './terminal/terminal.js';

/** Binds what the steps want injected: the index, the progress on standard error, the models. */
export function askDocsModule({ env, stderr }: Terminal): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(SearchIndex).to(MiniSearchIndex).inSingletonScope();
    bind(Progress)
      .toDynamicValue(() => (stderr.isTTY === true ? new ProgressBar(stderr) : new ProgressLine(stderr)))
      .inSingletonScope()
      .onDeactivation((progress) => progress.stop());
    bind(Model).toService(ExtractiveModel);
    bind(OpenAISettings).toConstantValue(new OpenAISettings(env));
  });
}
