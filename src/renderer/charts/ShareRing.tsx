import { useMemo } from 'react';
import type { TestId } from '../../shared/test-ids.ts';
import { assignSeriesStyles } from '../lib/series-colors.ts';
import { formatCompact } from '../lib/units.ts';
import { useChartColors } from './chart-colors.ts';
import classes from './ShareRing.module.css';

/** One part of a whole. */
export interface Share {
  readonly key: string;
  readonly name: string;
  /** Above zero, in the unit of the whole. */
  readonly value: number;
  /** The value with its unit. */
  readonly text: string;
  /** What its colour is chosen by, as for the series of a chart. */
  readonly colorKey: string;
}

interface ShareRingProps {
  readonly title: string;
  /** Largest first. */
  readonly shares: readonly Share[];
  /** Parts after these are counted, not listed. */
  readonly listed: number;
  readonly valueTestId?: TestId | undefined;
}

const RADIUS = 42;
const LENGTH = 2 * Math.PI * RADIUS;
const GAP = 2;
const LEAST_ARC = 0.4;

/** Shares of a whole as a ring, with a list that says the same in words. */
export function ShareRing({ title, shares, listed, valueTestId }: ShareRingProps) {
  const { scheme } = useChartColors();
  const styles = useMemo(
    () =>
      assignSeriesStyles(
        shares.map(({ colorKey }) => colorKey),
        scheme,
      ),
    [shares, scheme],
  );
  const total = shares.reduce((sum, { value }) => sum + value, 0);
  let before = 0;
  return (
    <div className={classes.frame}>
      <div className={classes.shares}>
        <svg viewBox="0 0 100 100" aria-hidden>
          {shares.map(({ key, value }, i) => {
            const length = (value / total) * LENGTH;
            const offset = -before;
            before += length;
            const drawn = shares.length === 1 ? length : Math.max(LEAST_ARC, length - GAP);
            return (
              <circle
                key={key}
                className={classes.arc}
                cx="50"
                cy="50"
                r={RADIUS}
                stroke={styles[i]?.color}
                strokeDasharray={`${drawn} ${LENGTH - drawn}`}
                strokeDashoffset={offset}
              />
            );
          })}
        </svg>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard */}
        <ul className={classes.list} aria-label={title} tabIndex={0}>
          {shares.slice(0, listed).map(({ key, name, value, text }, i) => (
            <li key={key} title={`${name}: ${text}`}>
              <span className={classes.line}>
                <bdi className={classes.name}>{name}</bdi>
                <span className={classes.value} data-testid={valueTestId}>
                  {formatCompact(value / total, 'ratio')}
                </span>
              </span>
              <span className={classes.track} aria-hidden>
                <span
                  className={classes.bar}
                  style={{ width: `${(value / total) * 100}%`, background: styles[i]?.color }}
                />
              </span>
            </li>
          ))}
          {shares.length > listed && <li className={classes.more}>{shares.length - listed} more</li>}
        </ul>
      </div>
    </div>
  );
}
