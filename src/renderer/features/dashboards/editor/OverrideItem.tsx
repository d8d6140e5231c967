import { ActionIcon, Select, TextInput } from '@mantine/core';
import { IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { FieldMatch, FieldOptions, FieldOverride } from '../../../../shared/domain/dashboard-field.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './Editor.module.css';
import { OptionField } from './OptionField.tsx';
import { overrideSpecs, settleColor } from './override-specs.ts';
import { readAt, writeAt } from './panel-path.ts';

interface OverrideItemProps {
  readonly at: number;
  readonly panel: DataPanel;
  readonly override: FieldOverride;
  readonly onChange: (override: FieldOverride) => void;
  readonly onRemove: () => void;
}

const MATCHES = [
  { value: 'name', label: 'Series named' },
  { value: 'regex', label: 'Names that fit' },
  { value: 'refId', label: 'Series of query' },
];

/** What chooses the series, as a sentence, where it can't be edited here. */
function describeMatch(match: FieldMatch): string {
  if (match.by === 'names') {
    return `${match.except ? 'All series but' : 'Series named'} ${match.names.join(', ')}`;
  }
  return match.by === 'other' ? `Chosen by ${match.id}` : `Fields of type ${match.value}`;
}

/** One override: which series, and what is set for them. What can't be edited here is named and kept. */
export function OverrideItem({ at, panel, override, onChange, onRemove }: OverrideItemProps) {
  const { match, options } = override;
  const [added, setAdded] = useState<readonly string[]>([]);
  // The override's options in the place of the panel's own are what the fields of options read and write.
  const own: DataPanel = { ...panel, field: options };
  const specs = overrideSpecs(panel.kind);
  const shown = specs.filter(({ path }) => readAt(own, path) !== undefined || added.includes(path));
  const known = new Set(shown.map(({ path }) => path.split('.')[1]));
  const others = Object.keys(options).filter((name) => name !== 'extra' && !known.has(name));
  const set = (field: FieldOptions): void => onChange({ ...override, options: settleColor(field) });
  const setMatch = (next: FieldMatch): void => onChange({ ...override, match: next });
  const editable = match.by === 'name' || match.by === 'regex' || match.by === 'refId';
  const number = at + 1;
  return (
    <fieldset
      className={classes.override}
      aria-label={`Override ${number}`}
      data-testid={testIds.dashboards.override}
    >
      <div className={classes.overrideHead}>
        {editable ? (
          <>
            <Select
              size="xs"
              aria-label={`Override ${number} is about`}
              data={MATCHES}
              value={match.by}
              allowDeselect={false}
              onChange={(by) => by !== null && setMatch({ by: by as 'name', value: match.value })}
              data-testid={testIds.dashboards.overrideBy}
            />
            <MatchValue match={match} number={number} panel={panel} onChange={setMatch} />
          </>
        ) : (
          <bdi className={classes.base}>{describeMatch(match)}</bdi>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`Remove override ${number}`}
          onClick={onRemove}
          data-testid={testIds.dashboards.overrideRemove}
        >
          <IconTrash size={14} aria-hidden />
        </ActionIcon>
      </div>
      {shown.map((spec) => (
        <div key={spec.path} className={classes.overrideOption}>
          <OptionField
            spec={spec}
            panel={own}
            idPrefix={`override-${at}.`}
            onChange={({ field }) => set(field)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Remove ${spec.label} from override ${number}`}
            onClick={() => {
              setAdded(added.filter((path) => path !== spec.path));
              set(writeAt(own, spec.path, undefined).field);
            }}
          >
            <IconX size={13} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {others.length > 0 && (
        <p className={classes.note}>Also set, and changed in the panel’s JSON: {others.join(', ')}.</p>
      )}
      <Select
        size="xs"
        aria-label={`Add a property to override ${number}`}
        placeholder="Add a property"
        searchable
        data={specs
          .filter((spec) => !shown.includes(spec))
          .map(({ path, label }) => ({ value: path, label }))}
        value={null}
        onChange={(path) => path !== null && setAdded([...added, path])}
        data-testid={testIds.dashboards.overrideProperty}
      />
    </fieldset>
  );
}

interface MatchValueProps {
  readonly match: Extract<FieldMatch, { readonly value: string }>;
  readonly number: number;
  readonly panel: DataPanel;
  readonly onChange: (match: FieldMatch) => void;
}

function MatchValue({ match, number, panel, onChange }: MatchValueProps) {
  if (match.by === 'refId') {
    return (
      <Select
        size="xs"
        aria-label={`Query of override ${number}`}
        data={panel.targets.map(({ refId }) => refId)}
        value={match.value}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ ...match, value })}
        data-testid={testIds.dashboards.overrideMatch}
      />
    );
  }
  return (
    <TextInput
      size="xs"
      aria-label={match.by === 'name' ? `Name for override ${number}` : `Pattern of override ${number}`}
      placeholder={match.by === 'name' ? 'as in the legend' : '/pattern/'}
      value={match.value}
      onChange={(event) => onChange({ ...match, value: event.currentTarget.value })}
      data-testid={testIds.dashboards.overrideMatch}
    />
  );
}
