import { ContainerModule } from 'inversify';
import { createApp } from 'runwright';
import { Answer } from './answer.js';
import { ModelClient, SearchIndex } from './services.js';

/** Draws the pipeline, and the whole application with what is injected into it; nothing of it runs. */
export async function draw(): Promise<{ pipeline: string; application: string }> {
  const services = new ContainerModule(({ bind }) => {
    bind(SearchIndex).toSelf();
    bind(ModelClient).toSelf();
  });
  const app = await createApp({ runnables: [Answer], modules: [services] });
  const pipeline = await app.get(Answer).getGraph().drawSvg();
  const application = await app.graph().drawSvg();
  await app.close();
  return { pipeline, application };
}
