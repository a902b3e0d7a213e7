import type { Locale } from '../model/localized-text.js';
import type { MigrationMove, TraceEntry } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { zh } from './text.js';

type OrderEntry = Extract<
  TraceEntry,
  {
    type: 'skip_planned' | 'run_paused' | 'run_resumed' | 'run_cancelled' | 'run_handed_over' | 'run_migrated' | 'event_held';
  }
>;

const MOVES: Readonly<Record<MigrationMove['does'], Readonly<Record<Locale, string>>>> = {
  stays: { en: 'stays', zh: '不变' },
  rescheduled: { en: 'is due at another time', zh: '改期' },
  advances: { en: 'is due at once', zh: '立即到期' },
  removed: { en: 'is gone', zh: '已移除' },
  restarts: { en: 'begins anew', zh: '重新开始' },
};

/** What somebody ordered about a run, in words. */
export function tellOrder(entry: OrderEntry, locale: Locale, time: (at: Instant) => string): string {
  const say = (en: string, chinese: string): string => (locale === 'en' ? en : chinese);
  const why = 'reason' in entry ? say(` (${entry.by}: ${entry.reason})`, zh`（${entry.by}：${entry.reason}）`) : '';
  switch (entry.type) {
    case 'skip_planned':
      return say(`${entry.step} will be left out${why}`, zh`${entry.step} 将被跳过${why}`);
    case 'run_paused': {
      const at = time(entry.resumeAt ?? entry.bound);
      const until =
        entry.resumeAt === null
          ? say(`, cancelled at ${at} unless resumed`, zh`，${at} 前未恢复则取消`)
          : say(` until ${at}`, zh`，至 ${at}`);
      return say(`the run is paused${until}${why}`, `暂停执行${until}${why}`);
    }
    case 'run_resumed':
      return say(`the run goes on${why}`, `恢复执行${why}`);
    case 'run_cancelled':
      return say(`the run is cancelled${why}`, `取消执行${why}`);
    case 'run_handed_over':
      return say(`the run is handed to ${entry.to}${why}`, zh`执行移交给 ${entry.to}${why}`);
    case 'run_migrated': {
      const moves = entry.moves.map(({ subject, does }) => `${subject} ${MOVES[does][locale]}`).join(say(', ', '，'));
      const told = moves === '' ? '' : say(`: ${moves}`, `：${moves}`);
      return say(
        `from version ${entry.from} to ${entry.to}${told}${why}`,
        zh`从版本 ${entry.from} 迁移到 ${entry.to}${told}${why}`,
      );
    }
    case 'event_held':
      return say(`kept for when the run goes on: ${entry.event}`, zh`恢复后再处理：${entry.event}`);
  }
}
