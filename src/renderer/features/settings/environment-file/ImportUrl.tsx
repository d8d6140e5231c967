import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { testIds } from '../../../../shared/test-ids.ts';

/** Takes the URL that an http_config is for: it names none itself. */
export function ImportUrl({ onUrl }: { readonly onUrl: (url: string) => Promise<void> }) {
  const [url, setUrl] = useState('');
  const [error, setError] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!/^https?:\/\//i.test(url.trim()) || !URL.canParse(url.trim())) {
          setError('Write it like https://shop.example:9464/metrics');
        } else onUrl(url.trim()).catch((thrown: unknown) => setError((thrown as Error).message));
      }}
    >
      <Group align="flex-start" gap="xs" mt={6}>
        <TextInput
          flex={1}
          aria-label="URL that it is for"
          placeholder="https://shop.example:9464/metrics"
          value={url}
          error={error}
          data-testid={testIds.settings.importUrl}
          onChange={(event) => {
            setUrl(event.currentTarget.value);
            setError(null);
          }}
        />
        <Button type="submit" variant="default" data-testid={testIds.settings.importUrlGive}>
          Use it
        </Button>
      </Group>
    </form>
  );
}
