import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { TablePanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { type TableCell, type TableModel, tableModel } from '../display/table-model.ts';
import { fillLink } from '../links/fill-link.ts';
import type { BodyProps } from './body-props.ts';
import shared from './Panels.module.css';
import classes from './TableBody.module.css';

const MAX_ROWS = 300;
const collator = new Intl.Collator('en', { numeric: true });

interface Sort {
  readonly column: number;
  readonly descending: boolean;
}

function initialSort(panel: TablePanel, model: TableModel): Sort | null {
  const wished = panel.options.sortBy?.[0];
  const column = model.columns.findIndex(
    ({ title, key }) => title === wished?.column || key === wished?.column,
  );
  return wished === undefined || column < 0 ? null : { column, descending: wished.descending === true };
}

function sortRows(rows: TableModel['rows'], sort: Sort | null): TableModel['rows'] {
  if (sort === null) return rows;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = a[sort.column]?.sortValue;
    const right = b[sort.column]?.sortValue;
    if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * collator.compare(String(left), String(right));
  });
}

/** The newest values as a table. */
export function TableBody({ panel, data, title, utc, fillText }: BodyProps<TablePanel>) {
  const model = useMemo(
    () => tableModel(panel, data.instants ?? [], utc, data.ranges ?? []),
    [panel, data.instants, data.ranges, utc],
  );
  const [chosen, setChosen] = useState<Sort | null>(null);
  const sort = chosen ?? initialSort(panel, model);
  const rows = useMemo(() => sortRows(model.rows, sort), [model, sort]);
  if (rows.length === 0) return <p className={shared.message}>No data</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <section className={classes.table} tabIndex={0} aria-label={title}>
      <table>
        <thead>
          <tr>
            {model.columns.map(({ key, title: name, numeric }, i) => {
              const isSorted = sort?.column === i;
              const Icon = sort?.descending === true ? IconChevronDown : IconChevronUp;
              return (
                <th
                  key={key}
                  scope="col"
                  data-numeric={numeric || undefined}
                  aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
                >
                  <UnstyledButton
                    className={classes.sort ?? ''}
                    onClick={() => setChosen({ column: i, descending: isSorted && !sort.descending })}
                  >
                    <bdi>{name}</bdi>
                    {isSorted && <Icon size={12} aria-hidden />}
                  </UnstyledButton>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and keep no state
            <tr key={i} data-testid={testIds.dashboards.tableRow}>
              {model.columns.map(({ key, numeric }, column) => (
                <td key={key} data-numeric={numeric || undefined} data-tone={row[column]?.tone}>
                  <Cell cell={row[column] ?? null} fillText={fillText} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MAX_ROWS && <p className={shared.more}>{rows.length - MAX_ROWS} more rows</p>}
    </section>
  );
}

interface CellProps {
  readonly cell: TableCell | null;
  readonly fillText: (text: string) => string;
}

function Cell({ cell, fillText }: CellProps) {
  const text = <bdi>{cell?.text ?? ''}</bdi>;
  const href = cell?.link === undefined ? null : fillLink(cell.link.url, cell.link.context, fillText);
  if (href === null) return text;
  return (
    <a className={classes.cellLink} href={href} target="_blank" rel="noreferrer" title={href}>
      {text}
    </a>
  );
}
