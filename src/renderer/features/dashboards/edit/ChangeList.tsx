import type { PartChange, ValueChange } from '../../../../shared/dashboards/diff/diff-dashboards.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './Edit.module.css';

const MAX_VALUES = 12;

/** Key and place in the list make a value's row its own. */
function keyOf({ path }: ValueChange, i: number): string {
  return `${path}#${i}`;
}

/** What differs between two states of a dashboard: each part, with the values before and after. */
export function ChangeList({ changes }: { readonly changes: readonly PartChange[] }) {
  if (changes.length === 0) return <p className={classes.none}>Nothing differs.</p>;
  return (
    <ul
      className={classes.changes}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
      tabIndex={0}
      aria-label="Changes"
      data-testid={testIds.dashboards.changeList}
    >
      {changes.map(({ part, name, change, values }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts may have the same name and keep no state
        <li key={`${part}/${name}/${i}`}>
          <div className={classes.part}>
            <bdi>{name}</bdi>
            <span className={classes.change}>{part === 'settings' ? change : `${part} ${change}`}</span>
          </div>
          {change === 'changed' && (
            <dl className={classes.values}>
              {values.slice(0, MAX_VALUES).map((value, at) => (
                <Value key={keyOf(value, at)} value={value} />
              ))}
            </dl>
          )}
          {values.length > MAX_VALUES && (
            <p className={classes.none}>{values.length - MAX_VALUES} more values differ.</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Value({ value: { path, before, after } }: { readonly value: ValueChange }) {
  return (
    <>
      <dt title={path}>{path}</dt>
      <dd>
        {before !== null && <del>{before === '' ? '(empty)' : before}</del>}
        {before !== null && after !== null && ' → '}
        {after !== null && <ins>{after === '' ? '(empty)' : after}</ins>}
      </dd>
    </>
  );
}
