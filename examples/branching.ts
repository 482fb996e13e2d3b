// Which step runs: by the first condition that holds (@Branch), or by a key (@Router).
import 'reflect-metadata';
import { Branch, Chain, Router, Runnable, Step, createApp } from 'runwright';

@Runnable()
class Calculate extends Step<string, string> {
  run(sum: string): string {
    const [left = '', operator, right = ''] = sum.split(/\s*([+*])\s*/);
    return String(operator === '+' ? Number(left) + Number(right) : Number(left) * Number(right));
  }
}

@Runnable()
class Greet extends Step<string, string> {
  run(): string {
    return 'Hello! What can I do for you?';
  }
}

// A condition may be a runnable, too, such as a model that classifies; conditions are tried in their order.
@Branch([
  [(text: string) => /^\d+\s*[+*]\s*\d+$/.test(text), Calculate],
  [(text: string) => /^(hi|hello)\b/i.test(text), Greet],
  (text: string) => `I have nothing to say about ${JSON.stringify(text)}.`,
])
class Talk extends Step<string, string> {}

interface Order {
  readonly item: string;
  readonly country: 'de' | 'us';
}

// A router takes the key beside the input; a key that it does not have is an error that lists those it has.
@Router({
  de: ({ item }: Order) => `${item}: 10.00 EUR, VAT included`,
  us: ({ item }: Order) => `${item}: 9.00 USD, plus sales tax`,
})
class PriceByCountry extends Step<{ key: 'de' | 'us'; input: Order }, string> {}

@Chain([(order: Order) => ({ key: order.country, input: order }), PriceByCountry])
class Price extends Step<Order, string> {}

const app = await createApp({ runnables: [Talk, Price] });

for (const text of ['Hi there', '6 * 7', 'the weather']) {
  console.log(`${text} -> ${await app.get(Talk).invoke(text)}`);
}
for (const country of ['de', 'us'] as const) {
  console.log(`${country} -> ${await app.get(Price).invoke({ item: 'Tea', country })}`);
}
const wrong = { item: 'Tea', country: 'fr' as 'de' };
console.log(`fr -> ${await app.get(Price).invoke(wrong).catch(String)}`);

await app.close();

/* Prints:
Hi there -> Hello! What can I do for you?
6 * 7 -> 42
the weather -> I have nothing to say about "the weather".
de -> Tea: 10.00 EUR, VAT included
us -> Tea: 9.00 USD, plus sales tax
fr -> NoRouteError: [R308] No runnable associated with key "fr" (string). Known keys: de, us.
*/
