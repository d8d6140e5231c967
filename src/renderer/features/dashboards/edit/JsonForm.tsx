import { Alert, Button, Group, Stack, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { exportGrafanaDashboard } from '../../../../shared/dashboards/grafana/export-grafana.ts';
import { importGrafanaDashboard } from '../../../../shared/dashboards/grafana/import-grafana.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import { AppError } from '../../../../shared/errors.ts';
import { testIds } from '../../../../shared/test-ids.ts';

interface JsonFormProps {
  readonly dashboard: Dashboard;
  readonly onApply: (dashboard: Dashboard) => void;
  readonly onCancel: () => void;
}

function read(text: string): { readonly dashboard: Dashboard | null; readonly problem: string | null } {
  try {
    return { dashboard: importGrafanaDashboard(text).dashboard, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { dashboard: null, problem: error.message };
  }
}

/** The dashboard as Grafana's JSON, to be looked at and changed; only what can be read is taken. */
export function JsonForm({ dashboard, onApply, onCancel }: JsonFormProps) {
  const before = useMemo(() => exportGrafanaDashboard(dashboard), [dashboard]);
  const [text, setText] = useState(before);
  const [problem, setProblem] = useState<string | null>(null);
  const apply = (): void => {
    const result = read(text);
    setProblem(result.problem);
    if (result.dashboard !== null) onApply(result.dashboard);
  };
  return (
    <Stack gap="md">
      <Textarea
        aria-label="JSON of the dashboard"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={12}
        maxRows={26}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 11.5 } }}
        data-testid={testIds.dashboards.dashboardJsonText}
      />
      {problem !== null && (
        <Alert color="red" title="This is no dashboard" role="alert">
          {problem}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="gray" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          disabled={text === before}
          onClick={apply}
          data-testid={testIds.dashboards.dashboardJsonApply}
        >
          Apply
        </Button>
      </Group>
    </Stack>
  );
}
