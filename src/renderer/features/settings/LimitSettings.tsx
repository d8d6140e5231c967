import { Button, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  type Environment,
  type EnvironmentLimits,
  MOST_ENVIRONMENT_LIMITS,
} from '../../../shared/domain/environment.ts';
import { type TestId, testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';
import classes from './SettingsPage.module.css';

interface LimitField {
  readonly limit: keyof EnvironmentLimits;
  readonly label: string;
  readonly description: string;
  readonly unit: string;
  readonly testId: TestId;
  readonly saveTestId: TestId;
}

const FIELDS: readonly LimitField[] = [
  {
    limit: 'targets',
    label: 'Target limit',
    description:
      'Targets of all endpoints after relabelling. With more of them none is scraped, as with Prometheus’ target_limit.',
    unit: 'targets',
    testId: testIds.settings.limitTargets,
    saveTestId: testIds.settings.limitTargetsSave,
  },
  {
    limit: 'series',
    label: 'Series budget',
    description:
      'Series that are kept in memory for the next scrapes and rules, of all targets together. A page that would go beyond it fails as a whole.',
    unit: 'series',
    testId: testIds.settings.limitSeries,
    saveTestId: testIds.settings.limitSeriesSave,
  },
];

/** What was typed as a limit; the default for nothing, null for what is none. */
function readLimit(limit: keyof EnvironmentLimits, typed: string): number | null {
  const text = typed.replaceAll(/\s/g, '');
  if (text === '') return DEFAULT_ENVIRONMENT_LIMITS[limit];
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= MOST_ENVIRONMENT_LIMITS[limit] ? value : null;
}

/** Limits over all endpoints of an environment; an empty field is the default. */
export function LimitSettings({ environment }: { readonly environment: Environment }) {
  return FIELDS.map((field) => (
    <Limit
      key={`${environment.id}/${field.limit}/${environment.limits[field.limit]}`}
      environment={environment}
      field={field}
    />
  ));
}

interface LimitProps {
  readonly environment: Environment;
  readonly field: LimitField;
}

function Limit({ environment: { id, limits }, field }: LimitProps) {
  const { limit, label, description, unit } = field;
  const standard = DEFAULT_ENVIRONMENT_LIMITS[limit];
  const [text, setText] = useState(limits[limit] === standard ? '' : String(limits[limit]));
  const wanted = readLimit(limit, text);
  const most = MOST_ENVIRONMENT_LIMITS[limit].toLocaleString('en');
  return (
    <SettingRow label={label} description={description}>
      <form
        className={classes.limit}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted === null || wanted === limits[limit]) return;
          request('environments.setLimits', { id, limits: { ...limits, [limit]: wanted } })
            .then(() => environmentStore.getState().load())
            .catch(reportFailure(`The ${label.toLowerCase()} could not be changed`));
        }}
      >
        <TextInput
          aria-label={label}
          value={text}
          placeholder={String(standard)}
          inputMode="numeric"
          error={wanted === null ? `A whole number from 1 to ${most}` : null}
          rightSection={
            <Text size="xs" c="dimmed">
              {unit}
            </Text>
          }
          rightSectionWidth={60}
          rightSectionPointerEvents="none"
          w={190}
          data-testid={field.testId}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          aria-label={`Change ${label.toLowerCase()}`}
          disabled={wanted === null || wanted === limits[limit]}
          data-testid={field.saveTestId}
        >
          Change
        </Button>
      </form>
    </SettingRow>
  );
}
