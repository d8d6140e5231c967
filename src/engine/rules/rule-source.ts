import type { LabelSet } from '../../shared/domain/series.ts';
import { labelsKey } from '../model/labels.ts';
import { type Appendable, SLOT_SAMPLE } from '../storage.ts';
import type { RuleSample } from './rule-query.ts';

/**
 * Where one rule's samples go. Each rule is a source of its own and not its group: rules see what earlier rules of the
 * same evaluation wrote, so each must be committed before the next runs.
 */
export interface RuleSource {
  /**
   * Commits one evaluation's samples; series of the evaluation before that are missing now get staleness marks.
   * Returns how many samples were dropped because `written` (series of the group's earlier rules) has their series.
   */
  write(samples: readonly RuleSample[], atMs: number, written: Set<string>): number;
  /** Ends the rule's series: with staleness marks at `atMs`, or without for null. */
  close(atMs: number | null): void;
}

/** Opens the source of a rule; `sourceId` is stable over restarts. */
export function openRuleSource(appendable: Appendable, sourceId: string): RuleSource {
  const appender = appendable.openSource(sourceId);
  const slots = new Map<string, number>();
  let layoutVersion = appender.layoutVersion;
  let lastCount = 0;

  function slotOf(key: string, labels: LabelSet): number {
    if (layoutVersion !== appender.layoutVersion) {
      slots.clear();
      layoutVersion = appender.layoutVersion;
    }
    let slot = slots.get(key);
    if (slot === undefined) {
      slot = appender.slot(labels);
      slots.set(key, slot);
    }
    return slot;
  }

  return {
    write(samples, atMs, written) {
      const fresh = new Map<string, RuleSample>();
      for (const sample of samples) {
        const key = labelsKey(sample.labels);
        if (written.has(key)) continue;
        written.add(key);
        fresh.set(key, sample);
      }
      if (fresh.size > 0 || lastCount > 0) {
        // All slots are made before the row is opened: where the series budget ends, no row is left half written.
        for (const [key, sample] of fresh) slotOf(key, sample.labels);
        const row = appender.begin(atMs);
        for (const [key, sample] of fresh) {
          const slot = slotOf(key, sample.labels);
          if (sample.histogram !== null) row.setHistogram(slot, sample.histogram);
          else {
            row.values[slot] = sample.value;
            row.state[slot] = SLOT_SAMPLE;
          }
        }
        row.commit();
      }
      lastCount = fresh.size;
      return samples.length - fresh.size;
    },
    close: (atMs) => appender.close(atMs),
  };
}
