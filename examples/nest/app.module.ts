import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { RunwrightModule } from 'runwright/nest';
import { AnswersModule } from './answers/answers.module.js';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true, ignoreEnvFile: true }),
    RunwrightModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        // A setting of the environment becomes that of every chain; a call may still say otherwise.
        configurable: { temperature: Number(config.get('TEMPERATURE', 0)) },
        logger: config.get('LOG_RUNS') === 'true',
      }),
    }),
    AnswersModule,
  ],
})
export class AppModule {}
