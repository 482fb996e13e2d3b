import 'reflect-metadata';
import { Container, ContainerModule, injectable, type Newable } from 'inversify';
import { Chain, Runnable, Step, createApp } from 'runwright';
import { compare } from '../harness/compare.js';

const CHAINS = 100;
const STEPS = 10;

@injectable()
class Service {
  readonly amount = 1;
}

/** A class of its own with each call, as if it were written in a file of its own. */
function stepClass() {
  @Runnable()
  class Add extends Step<number, number> {
    constructor(readonly service: Service) {
      super();
    }

    run(value: number): number {
      return value + this.service.amount;
    }
  }
  return Add;
}

function chainClass() {
  class AddAll extends Step<number, number> {}
  // Applied by hand: the compiler cannot check a chain whose length it does not know.
  const decorate = Chain(Array.from({ length: STEPS }, stepClass) as never) as (type: unknown) => void;
  decorate(AddAll);
  return AddAll;
}

/** The same constructors without a framework around them. */
function plainClass(): Newable<object> {
  @injectable()
  class Plain {
    constructor(readonly service: Service) {}
  }
  return Plain;
}

/** Ways to assemble the same: a thousand steps in a hundred chains, or as many classes that Inversify constructs alone. */
export function assemblies() {
  const chains = Array.from({ length: CHAINS }, chainClass);
  const plain = Array.from({ length: CHAINS * (STEPS + 1) }, plainClass);
  const services = new ContainerModule(({ bind }) => {
    bind(Service).toSelf().inSingletonScope();
  });
  return {
    chains,
    classes: plain.length,
    hand(): Container {
      const container = new Container({ defaultScope: 'Singleton' });
      container.load(services);
      for (const type of plain) container.bind(type).toSelf();
      for (const type of plain) container.get(type);
      return container;
    },
    runwright: () => createApp({ runnables: chains, modules: [services] }),
  };
}

export const assembly = compare({
  name: 'assembly',
  title:
    'a thousand decorated classes in a hundred chains, assembled, by hand: constructed by Inversify alone',
  contenders() {
    const { chains, hand, runwright } = assemblies();
    return {
      hand() {
        hand();
        return Promise.resolve(STEPS);
      },
      async runwright() {
        const app = await runwright();
        const [first] = chains.map((chain) => app.get(chain));
        return first?.invokeSync(0);
      },
    };
  },
  bars: { hand: 2 },
});
