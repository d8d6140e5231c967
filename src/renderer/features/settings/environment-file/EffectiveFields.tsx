import { Modal, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ReplyOf } from '../../../../shared/ipc/contract.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import classes from './EnvironmentFile.module.css';

interface EffectiveFieldsProps {
  readonly environmentId: string;
  readonly base: string | null;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** All values in use, with where each comes from. */
export function EffectiveFields({ environmentId, base, opened, onClose }: EffectiveFieldsProps) {
  const [fields, setFields] = useState<ReplyOf<'environmentFiles.listFields'>>([]);
  const [filter, setFilter] = useState('');
  useEffect(() => {
    if (!opened) return;
    request('environmentFiles.listFields', { id: environmentId }).then(
      setFields,
      reportFailure('The fields could not be listed'),
    );
  }, [opened, environmentId]);
  const places = {
    file: 'this file',
    base: base ?? 'base',
    default: 'default',
    local: 'this computer',
    process: 'the process',
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Values in use" size="xl">
      <TextInput
        aria-label="Filter fields"
        placeholder="Filter"
        mb="xs"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0}>
        <table className={classes.table} data-testid={testIds.settings.effectiveFields}>
          <thead>
            <tr>
              <th>Field</th>
              <th>Value</th>
              <th className={classes.from}>Comes from</th>
            </tr>
          </thead>
          <tbody>
            {fields
              .filter(({ field, value }) => `${field} ${value}`.includes(filter))
              .map(({ field, value, written, from, line }) => (
                <tr key={field}>
                  <td className={classes.field}>
                    <bdi>{field}</bdi>
                  </td>
                  <td>
                    <bdi>{value}</bdi>
                    {written !== null && <div className={classes.field}>{written}</div>}
                  </td>
                  <td className={classes.from}>
                    {places[from]}
                    {line > 0 && `, line ${line}`}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Modal>
  );
}
