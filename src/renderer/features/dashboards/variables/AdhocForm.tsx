import { Autocomplete, Button, Select } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { formatMatchers } from '../../../../shared/dashboards/variables/adhoc-filters.ts';
import { type LabelMatcher, MATCH_TYPES } from '../../../../shared/domain/label-matcher.ts';
import { METRIC_NAME_LABEL } from '../../../../shared/domain/series.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { useShownRange } from '../../../state/range-query.ts';
import { useLoaded } from '../use-loaded.ts';
import classes from './Variables.module.css';

interface AdhocFormProps {
  /** null for a new one. */
  readonly matcher: LabelMatcher | null;
  /** Filters beside it: what they leave is what is offered. */
  readonly others: readonly LabelMatcher[];
  readonly onApply: (matcher: LabelMatcher) => void;
}

const MAX_OPTIONS = 200;
/** In a layer of its own, a choice would count as a click beside the form and close it. */
const WITHIN = { withinPortal: false };
/** The list scrolls itself: a part around it that scrolls would have to be a stop of the keyboard too. */
const listProps = { withScrollArea: false, classNames: { options: classes.options ?? '' } } as const;

/** Label, operator and value of one filter, completed from what the environment knows in the shown time range. */
export function AdhocForm({ matcher, others, onApply }: AdhocFormProps) {
  const [name, setName] = useState(matcher?.name ?? '');
  const [type, setType] = useState<LabelMatcher['type']>(matcher?.type ?? '=');
  const [value, setValue] = useState(matcher?.value ?? '');
  const range = useShownRange(null);
  const selectors = others.length === 0 ? [] : [`{${formatMatchers(others)}}`];
  const asked = JSON.stringify([selectors, range]);
  const names = useLoaded(asked, () => request('engine.listLabelNames', { selectors, range }));
  const values = useLoaded(`${asked}/${name}`, async () =>
    name === '' ? [] : request('engine.listLabelValues', { name, filter: { selectors, range } }),
  );
  const complete = name !== '' && value !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (complete) onApply({ name, type, value });
  };
  return (
    <form className={classes.filterForm} onSubmit={submit}>
      <Autocomplete
        label="Label"
        size="xs"
        comboboxProps={WITHIN}
        {...listProps}
        data={(names.data ?? []).filter((one) => one !== METRIC_NAME_LABEL)}
        limit={MAX_OPTIONS}
        value={name}
        maxLength={1_024}
        data-autofocus
        onChange={setName}
        data-testid={testIds.dashboards.adhocLabel}
      />
      <Select
        label="Operator"
        size="xs"
        comboboxProps={WITHIN}
        data={[...MATCH_TYPES]}
        value={type}
        allowDeselect={false}
        onChange={(next) => next !== null && setType(next as LabelMatcher['type'])}
        data-testid={testIds.dashboards.adhocOperator}
      />
      <Autocomplete
        label="Value"
        size="xs"
        comboboxProps={WITHIN}
        {...listProps}
        data={[...(values.data ?? [])]}
        limit={MAX_OPTIONS}
        value={value}
        maxLength={16_384}
        onChange={setValue}
        data-testid={testIds.dashboards.adhocValue}
      />
      <Button type="submit" size="xs" disabled={!complete} data-testid={testIds.dashboards.adhocApply}>
        {matcher === null ? 'Add' : 'Change'}
      </Button>
    </form>
  );
}
