import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import type { SweepDependencies } from './sweep-dependencies.js';
import { Sweeper } from './sweeper.js';
import { sweep } from './sweep.js';

export interface SweepsOptions extends SweepDependencies {
  /** Machine milliseconds between two looks at what is due. */
  readonly everyMs: number;
}

/** Hosts the sweeps of one worker. Any number of workers may: an advisory lock and unique windows keep them apart. */
@Module({})
export class SweepsModule {
  static register({ everyMs, ...deps }: SweepsOptions): DynamicModule {
    const { clock, machineNow, log } = deps;
    const look = (upTo: number, isStopping: () => boolean) => sweep(deps, upTo, isStopping);
    return {
      module: SweepsModule,
      imports: [ScheduleModule.forRoot()],
      providers: [
        {
          provide: Sweeper,
          inject: [SchedulerRegistry],
          useFactory: (registry: SchedulerRegistry) => new Sweeper({ look, clock, machineNow, everyMs, log }, registry),
        },
      ],
      exports: [Sweeper],
    };
  }
}
