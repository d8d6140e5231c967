// biome-ignore-all lint/suspicious/noTemplateCurlyInString: tells how references are written

import { ActionIcon, Button, Group, TagsInput, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Environment } from '../../../../shared/domain/environment.ts';
import { VARIABLE_NAME } from '../../../../shared/domain/environment-variables.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import type { EnvironmentFileState } from '../../../state/environment-file-store.ts';
import { environmentStore } from '../../../state/environment-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import classes from './EnvironmentFile.module.css';

interface Row {
  readonly key: number;
  readonly name: string;
  readonly shared: string;
  readonly local: string;
  /** What the base gives where the file says nothing. */
  readonly inherited: string;
}

function rowsOf(environment: Environment, file: EnvironmentFileState): Row[] {
  const local = new Map(file.localVariables);
  return (environment.variables ?? [])
    .filter(({ origin }) => origin !== 'process')
    .map(({ name, text, fileText, origin }, key) => ({
      inherited: fileText === null && origin === 'base' ? text : '',
      key,
      name,
      shared: fileText ?? '',
      local: local.get(name) ?? '',
    }));
}

/** Variables of the environment: the value that is shared, and this computer's own over it. */
export function VariableEditor({
  environment,
  file,
}: {
  readonly environment: Environment;
  readonly file: EnvironmentFileState;
}) {
  const [rows, setRows] = useState<readonly Row[]>(rowsOf(environment, file));
  const [processVariables, setProcessVariables] = useState<string[]>([...file.processVariables]);
  const [busy, setBusy] = useState(false);
  const isNamed = rows.every(({ name }) => VARIABLE_NAME.test(name));
  const edit = (key: number, part: Partial<Row>): void =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));

  async function save(): Promise<void> {
    await request('environmentFiles.saveVariables', {
      id: environment.id,
      shared: rows.filter(({ shared }) => shared !== '').map(({ name, shared }) => [name, shared]),
      local: rows.filter(({ local }) => local !== '').map(({ name, local }) => [name, local]),
      processVariables,
    });
    await environmentStore.getState().load();
  }

  return (
    <form
      className={classes.block}
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        save()
          .catch(reportFailure('The variables could not be saved'))
          .finally(() => setBusy(false));
      }}
    >
      <Text size="sm" fw={500}>
        Variables
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {
          'Used as ${name} in URLs, labels, user names and proxies. One without a value is told at its field, and nothing is sent.'
        }
      </Text>
      {rows.map(({ key, name, shared, local, inherited }) => (
        <div className={classes.row} key={key} data-testid={testIds.settings.variable}>
          <TextInput
            aria-label="Name of the variable"
            placeholder="host"
            value={name}
            error={name !== '' && !VARIABLE_NAME.test(name)}
            onChange={(event) => edit(key, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Shared value of ${name}`}
            placeholder={inherited === '' ? 'Shared value' : `${inherited} (base)`}
            value={shared}
            onChange={(event) => edit(key, { shared: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Value of ${name} on this computer`}
            placeholder="On this computer"
            value={local}
            onChange={(event) => edit(key, { local: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Take out ${name}`}
            onClick={() => setRows(rows.filter((row) => row.key !== key))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      <TagsInput
        label="Allowed process variables"
        description={'Used as ${ENV:NAME}. A file may read none of this computer’s that is not listed here.'}
        value={processVariables}
        onChange={setProcessVariables}
      />
      <Group justify="space-between" mt="xs">
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          data-testid={testIds.dashboards.variableAdd}
          onClick={() =>
            setRows([
              ...rows,
              {
                key: Math.max(-1, ...rows.map(({ key }) => key)) + 1,
                name: '',
                shared: '',
                local: '',
                inherited: '',
              },
            ])
          }
        >
          Add a variable
        </Button>
        <Button
          type="submit"
          variant="default"
          size="xs"
          loading={busy}
          disabled={!isNamed}
          data-testid={testIds.settings.variablesSave}
        >
          Save variables
        </Button>
      </Group>
    </form>
  );
}
