import { Drawer, Skeleton } from '@mantine/core';
import type { Cardinality } from '../../../shared/domain/cardinality.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { formatCount } from '../../lib/format.ts';
import { useLiveData } from '../../state/live-data.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './Cardinality.module.css';
import { exploreStore } from './explore-store.ts';

interface CardinalityDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  /** What a click asks. */
  readonly expr: string;
}

const getCardinality = () => request('engine.getCardinality');

/** A label's name as a matcher writes it; names that are not plain are quoted (UTF-8 names). */
function matcherName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}

function sectionsOf(
  found: Cardinality,
): readonly { title: string; unit: string; entries: readonly Entry[] }[] {
  return [
    {
      title: 'Metrics by series',
      unit: 'series',
      entries: found.metrics.map(({ name, seriesCount }) => ({
        key: name,
        name,
        count: seriesCount,
        expr: `{__name__=${JSON.stringify(name)}}`,
      })),
    },
    {
      title: 'Labels by distinct values',
      unit: 'values',
      entries: found.labels.map(({ name, valueCount }) => ({
        key: name,
        name,
        count: valueCount,
        expr: `topk(20, count by (${matcherName(name)}) ({${matcherName(name)}!=""}))`,
      })),
    },
    {
      title: 'Label values by series',
      unit: 'series',
      entries: found.pairs
        .filter(({ name }) => name !== '__name__')
        .map(({ name, value, seriesCount }) => ({
          key: `${name}=${value}`,
          name: `${name}=${JSON.stringify(value)}`,
          count: seriesCount,
          expr: `topk(20, count by (__name__) ({${matcherName(name)}=${JSON.stringify(value)}}))`,
        })),
    },
  ];
}

/** What takes how many series, so that what makes a store grow is found. */
export function CardinalityDrawer({ opened, onClose }: CardinalityDrawerProps) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="lg" title="Cardinality">
      {opened && <CardinalityLists onChosen={onClose} />}
    </Drawer>
  );
}

function CardinalityLists({ onChosen }: { readonly onChosen: () => void }) {
  const { data, error } = useLiveData(getCardinality, 'series');
  if (error !== null) return <ErrorState title="The index could not be read" message={error.message} />;
  if (data === null) return <Skeleton height={300} role="status" aria-label="Loading the index" />;
  return (
    <div data-testid={testIds.explore.cardinality}>
      <p className={classes.total}>
        {formatCount(data.seriesCount)} series with {formatCount(data.labelPairCount)} label values in this
        environment’s history. A click asks more.
      </p>
      {sectionsOf(data).map(({ title, unit, entries }) => (
        <section key={title} className={classes.section}>
          <h3>{title}</h3>
          <ul>
            {entries.map(({ key, name, count, expr }) => (
              <li key={key}>
                <button
                  type="button"
                  className={classes.row}
                  title={expr}
                  onClick={() => {
                    exploreStore.getState().addQuery(expr);
                    exploreStore.getState().setTab('table');
                    onChosen();
                  }}
                >
                  <span
                    className={classes.share}
                    style={{ width: `${(count / (entries[0]?.count ?? 1)) * 100}%` }}
                    aria-hidden
                  />
                  <bdi className={classes.name}>{name}</bdi>
                  <span className={classes.count}>
                    {formatCount(count)} {unit}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
