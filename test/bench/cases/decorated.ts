import 'reflect-metadata';
import { Chain, Runnable, Step } from 'runwright';

@Runnable()
class AddOne extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 1;
  }
}

@Runnable()
class AddTwo extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 2;
  }
}

@Runnable()
class AddThree extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 3;
  }
}

@Runnable()
class AddFour extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 4;
  }
}

@Runnable()
class AddFive extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 5;
  }
}

@Runnable()
class AddSix extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 6;
  }
}

@Runnable()
class AddSeven extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 7;
  }
}

@Runnable()
class AddEight extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 8;
  }
}

@Runnable()
class AddNine extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 9;
  }
}

@Runnable()
class AddTen extends Step<number, number> {
  async run(value: number): Promise<number> {
    return value + 10;
  }
}

/** The ten asynchronous steps as an application writes them. */
@Chain([AddOne, AddTwo, AddThree, AddFour, AddFive, AddSix, AddSeven, AddEight, AddNine, AddTen])
export class AddAll extends Step<number, number> {}
