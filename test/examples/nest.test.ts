import 'reflect-metadata';
import { ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { RunnableLambda } from 'runwright';
import { Runwright } from 'runwright/nest';
import { AnswerQuestion } from '../../examples/nest/answers/answer-question.js';
import { RemoteModel, type Grounded } from '../../examples/nest/answers/models.js';
import { Question } from '../../examples/nest/answers/question.js';
import { AppModule } from '../../examples/nest/app.module.js';
import { serve, type Served } from '../support/nest-platforms.js';

const SKY =
  'The sky is blue because air scatters blue light more than red. At sunset the way is longer, and red remains.';

describe('examples/nest', () => {
  it('can be tested with a fake in place of the model', async () => {
    const asked: Grounded[] = [];
    const fake = RunnableLambda.from((grounded: Grounded) => {
      asked.push(grounded);
      return 'Because.';
    });
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(RemoteModel)
      .useValue(fake)
      .compile();
    const answer = module.get(AnswerQuestion, { strict: false });
    expect(await answer.invoke(Object.assign(new Question(), { text: 'Why is the sky blue?' }))).to.equal(
      'Because.',
    );
    expect(asked).to.deep.equal([{ question: 'Why is the sky blue?', passages: [SKY] }]);
    await module.close();
  });

  it('takes settings from the ConfigService', async () => {
    const settings: Record<string, unknown> = { TEMPERATURE: '0.5' };
    const config = { get: (key: string, fallback?: unknown) => settings[key] ?? fallback };
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(ConfigService)
      .useValue(config)
      .compile();
    const specs = module.get(AnswerQuestion, { strict: false }).configSpecs;
    expect(specs.find(({ id }) => id === 'temperature')?.default).to.equal(0.5);
    await module.close();
  });

  describe('over HTTP', () => {
    let served: Served;
    before(async () => {
      served = await serve(await Test.createTestingModule({ imports: [AppModule] }).compile());
    });
    after(() => served.app.close());

    const ask = async (body: unknown, query = '') => {
      const response = await fetch(`${served.url}/answers${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };

    it('answers as JSON, by the fallback where no model is set up', async () => {
      expect(await ask({ text: 'Why is the sky blue?' })).to.deep.equal({
        status: 200,
        body: { answer: SKY },
      });
    });

    it('answers in brief when asked to', async () => {
      const { body } = await ask({ text: 'Why is the sky blue?' }, '?length=brief');
      expect(body.answer).to.equal('The sky is blue because air scatters blue light more than red.');
    });

    it('tells what is wrong with a question', async () => {
      const { status, body } = await ask({ text: '' });
      expect(status).to.equal(422);
      expect(body.message).to.deep.equal(['text must be longer than or equal to 1 characters']);
    });

    it('answers as Server-Sent Events, word by word', async () => {
      const response = await fetch(`${served.url}/answers?text=${encodeURIComponent('Is grass green?')}`);
      expect(response.headers.get('content-type')).to.contain('text/event-stream');
      const text = await response.text();
      const words = [...text.matchAll(/^data: (.+)$/gm)].map(([, word]) => word);
      expect(words.slice(0, 3).join('')).to.equal('Grass is green ');
      expect(text).to.contain('event: end');
      expect(served.app.get(Runwright).running).to.equal(0);
    });

    it('tells its health', async () => {
      const health = await (await fetch(`${served.url}/health`)).json();
      expect(health).to.deep.equal({ answers: { status: 'up', runnables: 6, running: 0 } });
    });
  });
});
