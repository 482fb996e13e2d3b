import 'reflect-metadata';
import {
  Body,
  Controller,
  Inject,
  Injectable,
  Module,
  Post,
  Scope,
  type OnModuleDestroy,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { preDestroy } from 'inversify';
import { Chain, Configurable, Runnable, Step } from 'runwright';
import { RunwrightModule } from 'runwright/nest';
import { heapUsed } from '../support/heap.js';
import { platforms, serve } from '../support/nest-platforms.js';

const disposed: string[] = [];
let visitors = 0;

/** Nest makes one for each request, or for a run outside of any. */
@Injectable({ scope: Scope.REQUEST })
class Visitor {
  readonly number = (visitors += 1);
  constructor(@Inject(REQUEST) private readonly request: { headers?: Record<string, string> } | undefined) {}
  get name(): string {
    return this.request?.headers?.['x-name'] ?? 'nobody';
  }
}

@Runnable({ scope: 'run' })
class Notes extends Step<string, string> implements OnModuleDestroy {
  readonly #notes: string[] = [];
  constructor(readonly visitor: Visitor) {
    super();
  }
  run(text: string): string {
    this.#notes.push(text);
    return this.#notes.join('+');
  }
  @preDestroy() forget(): void {
    disposed.push(`preDestroy ${this.#notes.join('+')}`);
  }
  onModuleDestroy(): void {
    disposed.push(`onModuleDestroy ${this.#notes.join('+')}`);
  }
}

@Runnable({ scope: 'run' })
class Sign extends Step<string, string> {
  @Configurable({ id: 'mark' }) mark = 'from';
  constructor(
    private readonly notes: Notes,
    private readonly visitor: Visitor,
  ) {
    super();
  }
  run(text: string): string {
    expect(this.notes.visitor).to.equal(this.visitor);
    return `${text} ${this.mark} ${this.visitor.name} #${this.visitor.number}`;
  }
}

@Chain([Notes, Notes, Sign])
class Letter extends Step<string, string> {}

@Controller()
class LettersController {
  constructor(private readonly letter: Letter) {}

  @Post('letters')
  async write(@Body() { text }: { text: string }): Promise<{ first: string; second: string }> {
    return { first: await this.letter.invoke(text), second: await this.letter.invoke(text) };
  }
}

/** Is made for a request itself, and so knows the visitor of it. */
@Controller()
class VisitorsController {
  constructor(
    private readonly letter: Letter,
    private readonly visitor: Visitor,
  ) {}

  @Post('visitors')
  async write(@Body() { text }: { text: string }): Promise<{ letter: string; number: number }> {
    return { letter: await this.letter.invoke(text), number: this.visitor.number };
  }
}

@Module({
  imports: [RunwrightModule.forFeature([Letter])],
  providers: [Visitor],
  controllers: [LettersController, VisitorsController],
})
class LettersModule {}

const testing = () => Test.createTestingModule({ imports: [RunwrightModule.forRoot(), LettersModule] });

describe("scope: 'run' in a Nest application", () => {
  beforeEach(() => {
    disposed.splice(0);
    visitors = 0;
  });

  it('makes an instance for each root run, shared within it and disposed of when it ends', async () => {
    const app = await testing().compile();
    const letter = app.get(Letter, { strict: false });
    expect(await letter.invoke('a')).to.equal('a+a from nobody #1');
    expect(disposed).to.deep.equal(['preDestroy a+a', 'onModuleDestroy a+a']);
    expect(await letter.invoke('b', { configurable: { mark: 'by' } })).to.equal('b+b by nobody #2');
    expect(await letter.batch(['c', 'd'])).to.have.length(2);
    expect(disposed).to.have.length(8);
    await app.close();
    expect(disposed).to.have.length(8);
  });

  it('disposes of the instances of a run that fails or is aborted', async () => {
    const app = await testing().overrideProvider(Sign).useValue(new Failing()).compile();
    const letter = app.get(Letter, { strict: false });
    await letter.invoke('a').catch(() => undefined);
    expect(disposed).to.deep.equal(['preDestroy a+a', 'onModuleDestroy a+a']);
    await app.close();
  });

  for (const platform of platforms) {
    it(`shares the providers of the HTTP request that it runs in, on ${platform}`, async () => {
      const module = await testing().compile();
      const { app, url } = await serve(module, platform);
      try {
        const post = async (path: string, name: string) => {
          const response = await fetch(`${url}/${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-name': name },
            body: JSON.stringify({ text: 'a' }),
          });
          return (await response.json()) as Record<string, unknown>;
        };
        expect(await post('letters', 'Ada')).to.deep.equal({
          first: 'a+a from Ada #1',
          second: 'a+a from Ada #1',
        });
        expect(await post('letters', 'Grace')).to.deep.equal({
          first: 'a+a from Grace #2',
          second: 'a+a from Grace #2',
        });
        expect(await post('visitors', 'Edsger')).to.deep.equal({ letter: 'a+a from Edsger #3', number: 3 });
      } finally {
        await app.close();
      }
    });
  }

  it('keeps nothing: memory is flat after 5,000 runs', async function () {
    // A second on an idle machine; a heap takes its time to be collected.
    this.timeout(60_000);
    const app = await testing().compile();
    const letter = app.get(Letter, { strict: false });
    const run = async (times: number): Promise<void> => {
      for (let at = 0; at < times; at += 1) {
        await letter.invoke('a');
        disposed.length = 0;
      }
    };
    await run(500);
    const before = await heapUsed();
    await run(5_000);
    const grown = (await heapUsed()) - before;
    // A kilobyte kept for each run would be five megabytes.
    expect(grown).to.be.below(1_000_000);
    await app.close();
  }).timeout(60_000);
});

@Runnable()
class Failing extends Step<string, string> {
  run(): string {
    throw new Error('failed');
  }
}
