import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule);
// At Ctrl-C, chains that are running are aborted, and waited for.
app.enableShutdownHooks();
await app.listen(process.env.PORT ?? 3000, '127.0.0.1');
console.log(
  `Ask: curl -H 'content-type: application/json' -d '{"text":"Why is the sky blue?"}' ${await app.getUrl()}/answers`,
);
