import { useCallback } from 'react';
import { METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';
import { LabelChips } from '../../ui/LabelChips.tsx';
import classes from './Overview.module.css';

const OMITTED = [METRIC_NAME_LABEL];
const MAX_ROWS = 50;

/** The labels of an info metric, a line each series: its value is always 1. */
export function InfoTable({ expr, height }: { readonly expr: string; readonly height: number }) {
  const load = useCallback(
    () => request('engine.queryInstant', { expr, atMs: null, supersedeKey: null }),
    [expr],
  );
  const { data, error } = useLiveData(load, 'metadata');
  const rows = data?.rows.slice(0, MAX_ROWS) ?? [];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <div className={classes.info} style={{ height }} tabIndex={0}>
      {error !== null && data === null && <p role="alert">{error.message}</p>}
      {data !== null && rows.length === 0 && <p>No series at the moment</p>}
      {rows.map(({ labels }) => (
        <div key={JSON.stringify(labels)} className={classes.infoRow}>
          <LabelChips labels={labels} omit={OMITTED} />
        </div>
      ))}
      {data !== null && data.rows.length > MAX_ROWS && <p>{data.rows.length - MAX_ROWS} more</p>}
    </div>
  );
}
