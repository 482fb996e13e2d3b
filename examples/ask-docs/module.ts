import { ContainerModule } from 'inversify';
import { ExtractiveModel } from './answer/extractive-model.js';
import { Model } from './answer/model.js';
import { OpenAIModel } from './answer/openai-model.js';
import { OpenAISettings } from './answer/openai-settings.js';
import { MiniSearchIndex } from './search/minisearch-index.js';
import { SearchIndex } from './search/search-index.js';
import { ProgressBar } from './terminal/progress-bar.js';
import { ProgressLine } from './terminal/progress-line.js';
import { Progress } from './terminal/progress.js';

/** The models that can be asked, by the name that `--model` takes. */
export const MODELS = { extractive: ExtractiveModel, openai: OpenAIModel };

/** Binds what the steps want injected: the index, the progress on standard error, the model that was chosen. */
export function askDocsModule(model: keyof typeof MODELS): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(SearchIndex).to(MiniSearchIndex).inSingletonScope();
    bind(Progress)
      .toDynamicValue(() =>
        process.stderr.isTTY ? new ProgressBar(process.stderr) : new ProgressLine(process.stderr),
      )
      .inSingletonScope()
      .onDeactivation((progress) => progress.stop());
    bind(Model).toService(MODELS[model]);
    if (model === 'openai') bind(OpenAISettings).toConstantValue(OpenAISettings.from(process.env));
  });
}
