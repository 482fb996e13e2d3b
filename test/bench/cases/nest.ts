import 'reflect-metadata';
import { Controller, Get, Inject, Injectable, Module, Scope } from '@nestjs/common';
import { NestFactory, REQUEST } from '@nestjs/core';
import { Chain, Runnable, Step } from 'runwright';
import { RunwrightModule } from 'runwright/nest';
import type { Benchmark, Row } from '../harness/benchmark.js';
import { heapUsed } from '../harness/heap.js';

@Injectable({ scope: Scope.REQUEST })
class Visitor {
  constructor(@Inject(REQUEST) readonly request: object | undefined) {}
}

@Runnable()
class Kept extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 1;
  }
}

@Runnable({ scope: 'run' })
class PerRun extends Step<number, number> {
  constructor(readonly visitor: Visitor) {
    super();
  }
  async run(value: number): Promise<number> {
    return value + 1;
  }
}

@Chain([Kept, Kept])
class KeptChain extends Step<number, number> {}

@Chain([Kept, PerRun])
class PerRunChain extends Step<number, number> {}

@Controller()
class CountController {
  constructor(private readonly chain: PerRunChain) {}

  @Get()
  async count(): Promise<{ count: number }> {
    return { count: await this.chain.invoke(1) };
  }
}

@Module({
  imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([KeptChain, PerRunChain])],
  providers: [Visitor],
  controllers: [CountController],
})
class AppModule {}

/** Does something some times to warm up, and then often: how long each took, and by how much the heap has grown. */
async function measure(what: string, times: number, work: () => Promise<unknown>): Promise<Row> {
  for (let done = 0; done < times / 5; done += 1) await work();
  const before = await heapUsed();
  const start = performance.now();
  for (let done = 0; done < times; done += 1) await work();
  const us = ((performance.now() - start) * 1000) / times;
  const growth = (await heapUsed()) - before;
  return { what, times, 'each, µs': Math.round(us * 10) / 10, 'heap growth, kB': Math.round(growth / 1000) };
}

export const nest: Benchmark = {
  name: 'nest',
  title: 'chains of two steps in a Nest application',
  async run() {
    const app = await NestFactory.create(AppModule, { logger: false } as never);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const get = async (): Promise<void> => {
      await (await fetch(url)).arrayBuffer();
    };
    try {
      const kept = app.get(KeptChain, { strict: false });
      const perRun = app.get(PerRunChain, { strict: false });
      return {
        rows: [
          await measure('runs', 100_000, () => kept.invoke(1)),
          await measure("runs with a step of scope 'run'", 5_000, () => perRun.invoke(1)),
          await measure('HTTP requests with such a run', 5_000, get),
        ],
        notes: ['A step of scope run, with a provider of the request, is made by Nest for each run.'],
      };
    } finally {
      await app.close();
    }
  },
};
