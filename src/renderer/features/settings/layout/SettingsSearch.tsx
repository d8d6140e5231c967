import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { testIds } from '../../../../shared/test-ids.ts';

interface SettingsSearchProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

/** The field that finds settings by their words; Ctrl+F leads to it, and Esc shows everything again. */
export function SettingsSearch({ query, onQuery }: SettingsSearchProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
      if (document.querySelector('[aria-modal="true"]') !== null) return;
      event.preventDefault();
      field.current?.select();
    };
    window.addEventListener('keydown', focus);
    return () => window.removeEventListener('keydown', focus);
  }, []);
  return (
    <TextInput
      ref={field}
      size="xs"
      aria-label="Search settings"
      placeholder="Search settings"
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        query === '' ? null : (
          <CloseButton size={24} aria-label="Show all settings" onClick={() => onQuery('')} />
        )
      }
      value={query}
      data-testid={testIds.settings.search}
      onChange={(event) => onQuery(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onQuery('');
      }}
    />
  );
}
