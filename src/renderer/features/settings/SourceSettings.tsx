import { Select } from '@mantine/core';
import { defaultSourceOf, type Environment } from '../../../shared/domain/environment.ts';
import { LOCAL_SOURCE } from '../../../shared/domain/server.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';

/** Who answers the pages' queries, and whose data the environment's own rules see. */
export function SourceSettings({ environment }: { readonly environment: Environment }) {
  const { servers, defaultSource, ruleSource } = environment;
  const choices = [
    { value: LOCAL_SOURCE, label: 'What is scraped here' },
    ...servers.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const choose = (change: Partial<Pick<Environment, 'defaultSource' | 'ruleSource'>>): void => {
    request('servers.chooseSources', { defaultSource, ruleSource, ...change })
      .then(() => environmentStore.getState().load())
      .catch(reportFailure('The source could not be changed'));
  };
  return (
    <>
      <SettingRow
        label="Data of the pages"
        description="Who answers Overview, dashboards and queries that choose nothing else."
      >
        <Select
          aria-label="Data of the pages"
          allowDeselect={false}
          data={choices}
          value={defaultSourceOf(environment)}
          onChange={(value) => choose({ defaultSource: value })}
          data-testid={testIds.settings.defaultSource}
        />
      </SettingRow>
      <SettingRow
        label="Data of the rules"
        description="Whose data this environment’s own rules are evaluated over; their alerts are kept here."
      >
        <Select
          aria-label="Data of the rules"
          allowDeselect={false}
          data={choices}
          value={ruleSource ?? LOCAL_SOURCE}
          onChange={(value) => choose({ ruleSource: value })}
          data-testid={testIds.settings.ruleSource}
        />
      </SettingRow>
    </>
  );
}
