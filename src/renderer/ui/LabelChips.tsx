import type { LabelSet } from '../../shared/domain/series.ts';
import classes from './LabelChips.module.css';

interface LabelChipsProps {
  readonly labels: LabelSet;
  /** Names that are shown elsewhere already. */
  readonly omit?: readonly string[];
}

/** A label set as chips; names and values are isolated, because they come from endpoints and may hold any text. */
export function LabelChips({ labels, omit = [] }: LabelChipsProps) {
  return (
    <span className={classes.chips}>
      {labels
        .filter(([name]) => !omit.includes(name))
        .map(([name, value]) => (
          <span key={name} className={classes.chip} title={`${name}="${value}"`}>
            <bdi className={classes.name}>{name}</bdi>
            <bdi className={classes.value}>{value}</bdi>
          </span>
        ))}
    </span>
  );
}
