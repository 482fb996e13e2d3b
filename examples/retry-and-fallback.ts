// A service that fails: tried again where that may help, replaced where it does not.
import 'reflect-metadata';
import { ContainerModule, injectable } from 'inversify';
import { Chain, Fallback, Retry, Runnable, Step, Timeout, createApp, runPathOf } from 'runwright';

class Overloaded extends Error {
  override readonly name = 'Overloaded';
}
class UnknownCity extends Error {
  override readonly name = 'UnknownCity';
}

/** Stands for a service behind a network: it is overloaded at first, and knows one city. */
@injectable()
class WeatherService {
  #calls = 0;

  async forecast(city: string): Promise<string> {
    this.#calls += 1;
    if (city === 'Atlantis') throw new UnknownCity(city);
    if (city === 'Paris' || this.#calls <= 2) throw new Overloaded('503');
    return `sunny in ${city}`;
  }
}

@Runnable()
class Guess extends Step<string, string> {
  run(city: string): string {
    return `probably mild in ${city}`;
  }
}

// Decorators read from the outside in: what is still overloaded after three attempts is guessed, all
// within ten seconds.
@Timeout({ total: 10_000 })
@Fallback([Guess], { exceptionsToHandle: [Overloaded] })
@Retry({
  stopAfterAttempt: 3,
  delay: 5,
  // Another attempt would not make the city known.
  retryOn: [Overloaded],
  onFailedAttempt: (error, { attempt, delay }) => {
    console.log(
      `  attempt ${attempt} failed: ${String(error)}; ${delay === undefined ? 'no more' : `again in ${delay} ms`}`,
    );
  },
})
@Runnable()
class Forecast extends Step<string, string> {
  constructor(private readonly service: WeatherService) {
    super();
  }

  run(city: string): Promise<string> {
    return this.service.forecast(city);
  }
}

@Chain([(city: string) => city.trim(), Forecast, (text: string) => `It will be ${text}.`])
class Report extends Step<string, string> {}

const services = new ContainerModule(({ bind }) => {
  bind(WeatherService).toSelf().inSingletonScope();
});
const app = await createApp({ runnables: [Report], modules: [services] });
const report = app.get(Report);

console.log('A service that recovers:');
console.log(await report.invoke(' Bonn '));
console.log('One that does not:');
console.log(await report.invoke('Paris'));
console.log('An error that no attempt and no fallback is meant for:');
try {
  await report.invoke('Atlantis');
} catch (error) {
  // The very error that was thrown; where in the chain it was is known beside it.
  console.log(`${String(error)}, thrown in ${runPathOf(error) ?? ''}`);
}
await app.close();

/* Prints:
A service that recovers:
  attempt 1 failed: Overloaded: 503; again in 5 ms
  attempt 2 failed: Overloaded: 503; again in 10 ms
It will be sunny in Bonn.
One that does not:
  attempt 1 failed: Overloaded: 503; again in 5 ms
  attempt 2 failed: Overloaded: 503; again in 10 ms
  attempt 3 failed: Overloaded: 503; no more
It will be probably mild in Paris.
An error that no attempt and no fallback is meant for:
  attempt 1 failed: UnknownCity: Atlantis; no more
UnknownCity: Atlantis, thrown in Report > RunnableWithFallbacks > retry#1 > Forecast
*/
