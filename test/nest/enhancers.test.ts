import 'reflect-metadata';
import {
  Catch,
  ForbiddenException,
  Injectable,
  SetMetadata,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { map, type Observable } from 'rxjs';
import { Chain, Runnable, Step } from 'runwright';
import { RUNNABLE_CONTEXT, RunwrightModule } from 'runwright/nest';
import { caught } from '../support/caught.js';

const seen: string[] = [];

@Injectable()
class Secrets {
  readonly word = 'sesame';
}

@Injectable()
class WordGuard implements CanActivate {
  constructor(
    private readonly secrets: Secrets,
    private readonly reflector: Reflector,
  ) {}
  canActivate(context: ExecutionContext): boolean {
    const [input, run] = context.getArgs<[string, { name: string }]>();
    const role = this.reflector.get<string>('role', context.getClass());
    seen.push(`${context.getType()} ${context.getClass().name} ${role} ${run.name} ${input}`);
    return input.includes(this.secrets.word);
  }
}

class Exclaim implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler<string>): Observable<string> {
    return next.handle().pipe(map((text) => `${text}!`));
  }
}

@Catch(RangeError)
class RangeFilter implements ExceptionFilter {
  catch(error: RangeError): string {
    return `caught ${error.message}`;
  }
}

@UseGuards(WordGuard)
@UseInterceptors(new Exclaim())
@UseFilters(RangeFilter)
@SetMetadata('role', 'keeper')
@Runnable()
class Open extends Step<string, string> {
  async *run(text: string): AsyncGenerator<string> {
    if (text.includes('far')) throw new RangeError('too far');
    yield text;
    yield '?';
  }
}

@Chain([Open, (text: string) => text.toUpperCase()])
class Door extends Step<string, string> {}

const testing = (providers: unknown[] = []) =>
  Test.createTestingModule({
    imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([Door])],
    providers: [Secrets, ...(providers as [])],
  }).compile();

describe('Nest’s guards, interceptors and filters around a runnable', () => {
  beforeEach(() => seen.splice(0));

  it('see each run of the class as the call of a method, of type runnable', async () => {
    const module = await testing();
    const door = module.get(Door, { strict: false });
    expect(await door.invoke('open sesame')).to.equal('OPEN SESAME?!');
    expect(seen).to.deep.equal([`${RUNNABLE_CONTEXT} Open keeper Open open sesame`]);
    await module.close();
  });

  it('refuse with a ForbiddenException, streamed as invoked, and nothing runs', async () => {
    const module = await testing();
    const open = module.get(Open, { strict: false });
    expect(await caught(open.invoke('open'))).to.be.instanceOf(ForbiddenException);
    expect(await caught(open.stream('open').next())).to.be.instanceOf(ForbiddenException);
    const chunks: string[] = [];
    for await (const chunk of open.stream('sesame')) chunks.push(chunk);
    expect(chunks).to.deep.equal(['sesame', '?']);
    await module.close();
  });

  it('answer in place of an error', async () => {
    const module = await testing();
    expect(await module.get(Open, { strict: false }).invoke('sesame, far')).to.equal('caught too far');
    await module.close();
  });

  it('include those of the application', async () => {
    const types: string[] = [];
    const guard: CanActivate = { canActivate: (context) => types.push(context.getType()) > 0 };
    const module = await testing([{ provide: APP_GUARD, useValue: guard }]);
    await module.get(Open, { strict: false }).invoke('sesame');
    expect(types).to.deep.equal([RUNNABLE_CONTEXT]);
    await module.close();
  });
});
