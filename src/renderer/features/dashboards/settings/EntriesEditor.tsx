import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { TestId } from '../../../../shared/test-ids.ts';
import classes from './EntriesEditor.module.css';

interface EntriesEditorProps<T> {
  readonly label: string;
  readonly entries: readonly T[];
  /** Entries that are not listed keep their places. */
  readonly isListed?: (entry: T) => boolean;
  readonly describe: (entry: T) => {
    readonly name: string;
    readonly detail?: string;
    readonly testId?: TestId;
  };
  readonly add: { readonly label: string; readonly testId: TestId; readonly create: () => T };
  /** Stands in place of the form while none is chosen. */
  readonly about: ReactNode;
  readonly onChange: (entries: readonly T[]) => void;
  readonly renderForm: (entry: T, onChange: (next: T) => void) => ReactNode;
}

/** Entries in order, to be added, moved and removed, beside the form of the chosen one. */
export function EntriesEditor<T>(props: EntriesEditorProps<T>) {
  const { label, entries, isListed = () => true, describe, add, about, onChange, renderForm } = props;
  const places = entries.flatMap((entry, i) => (isListed(entry) ? [i] : []));
  const [at, setAt] = useState(places[0] ?? -1);
  const chosen = places.includes(at) ? entries[at] : undefined;
  const remove = (i: number): void => {
    onChange(entries.filter((_, other) => other !== i));
    const left = places.filter((place) => place !== i).map((place) => (place > i ? place - 1 : place));
    const moved = at > i ? at - 1 : at;
    setAt(at === i ? (left.findLast((place) => place <= i) ?? -1) : moved);
  };
  const swap = (i: number, j: number): void => {
    const moved = [...entries];
    [moved[i], moved[j]] = [entries[j] as T, entries[i] as T];
    onChange(moved);
    setAt(j);
  };
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <ul className={classes.names} aria-label={label}>
          {places.map((i, position) => {
            const { name, detail, testId } = describe(entries[i] as T);
            const before = places[position - 1];
            return (
              <li key={i} data-chosen={i === at || undefined}>
                <UnstyledButton
                  className={classes.name ?? ''}
                  aria-pressed={i === at}
                  onClick={() => setAt(i)}
                  data-testid={testId}
                >
                  <bdi>{name === '' ? '(no name)' : name}</bdi>{' '}
                  {detail !== undefined && <span className={classes.detail}>{detail}</span>}
                </UnstyledButton>
                {before !== undefined && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label={`Move ${name} up`}
                    onClick={() => swap(i, before)}
                  >
                    <IconArrowUp size={14} aria-hidden />
                  </ActionIcon>
                )}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={`Remove ${name}`}
                  onClick={() => remove(i)}
                >
                  <IconTrash size={14} aria-hidden />
                </ActionIcon>
              </li>
            );
          })}
        </ul>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => {
            onChange([...entries, add.create()]);
            setAt(entries.length);
          }}
          data-testid={add.testId}
        >
          {add.label}
        </Button>
      </div>
      {chosen === undefined ? (
        <p className={classes.about}>{about}</p>
      ) : (
        // Another entry is another form: nothing typed into one may show up in the next.
        <div key={at}>
          {renderForm(chosen, (next) => onChange(entries.map((one, i) => (i === at ? next : one))))}
        </div>
      )}
    </div>
  );
}

/** The first of `word 1`, `word 2`, … (or `word1` …, as `before` ends) that no entry is called. */
export function freeName(before: string, entries: readonly { readonly name: string }[]): string {
  let number = 1;
  while (entries.some(({ name }) => name === `${before}${number}`)) number += 1;
  return `${before}${number}`;
}
