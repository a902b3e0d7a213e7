import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import type { SweepDependencies } from './sweep-dependencies.js';
import { Sweeper } from './sweeper.js';

export interface SweepsOptions extends SweepDependencies {
  /** Machine milliseconds between two looks at what is due. */
  readonly everyMs: number;
}

/** Hosts the sweeps of one worker. Any number of workers may: an advisory lock and unique windows keep them apart. */
@Module({})
export class SweepsModule {
  static register({ everyMs, ...deps }: SweepsOptions): DynamicModule {
    return {
      module: SweepsModule,
      imports: [ScheduleModule.forRoot()],
      providers: [
        {
          provide: Sweeper,
          inject: [SchedulerRegistry],
          useFactory: (registry: SchedulerRegistry) => new Sweeper(deps, registry, everyMs),
        },
      ],
      exports: [Sweeper],
    };
  }
}
