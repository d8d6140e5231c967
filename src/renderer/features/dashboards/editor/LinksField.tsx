import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { DataLink } from '../../../../shared/domain/dashboard-field.ts';
import classes from './Editor.module.css';

interface LinksFieldProps {
  readonly links: readonly DataLink[];
  readonly onChange: (links: readonly DataLink[]) => void;
}

/** Links with titles; addresses may hold variables. */
export function LinksField({ links, onChange }: LinksFieldProps) {
  const change = (at: number, next: Partial<DataLink>): void =>
    onChange(links.map((link, i) => (i === at ? { ...link, ...next } : link)));
  return (
    <div className={classes.list}>
      {links.map((link, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: links have no identity but their place
        <div key={i} className={classes.listRow}>
          <TextInput
            size="xs"
            aria-label={`Title of link ${i + 1}`}
            placeholder="Title"
            value={link.title ?? ''}
            onChange={(event) => change(i, { title: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            aria-label={`Address of link ${i + 1}`}
            placeholder="https://…"
            value={link.url ?? ''}
            onChange={(event) => change(i, { url: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Remove link ${i + 1}`}
            onClick={() => onChange(links.filter((_, at) => at !== i))}
          >
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        className={classes.addButton ?? ''}
        leftSection={<IconPlus size={13} aria-hidden />}
        onClick={() => onChange([...links, { title: '', url: '' }])}
      >
        Add link
      </Button>
    </div>
  );
}
