import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReplyOf } from '../../../../shared/ipc/contract.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './EnvironmentFile.module.css';

type Change = NonNullable<ReplyOf<'environmentFiles.getState'>['source']>['changes'][number];

/** Fields that differ; those about where requests go and with what are marked. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  if (changes.length === 0) return <p>Only comments or the way of writing differ.</p>;
  return (
    <div className={classes.scroll}>
      <table className={classes.table} data-testid={testIds.dashboards.changeList}>
        <thead>
          <tr>
            <th>Field</th>
            <th>Before</th>
            <th>After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after, sensitive }) => (
            <tr key={field}>
              <td className={classes.field}>
                {sensitive && (
                  <IconAlertTriangle
                    size={13}
                    className={classes.sensitive ?? ''}
                    aria-label="Look twice: about where requests go or with what"
                  />
                )}{' '}
                <bdi>{field}</bdi>
              </td>
              <td className={classes.before}>{before === null ? '' : <bdi>{before}</bdi>}</td>
              <td>{after === null ? <em>taken out</em> : <bdi>{after}</bdi>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
