import { Text } from '@mantine/core';
import type { TestId } from '../../../shared/test-ids.ts';

/** The value of the field above it, where that is written with variables. */
export function InUse({ text, testId }: { readonly text: string | undefined; readonly testId?: TestId }) {
  if (text === undefined) return null;
  return (
    <Text size="xs" c="dimmed" mt={-10} data-testid={testId} style={{ overflowWrap: 'anywhere' }}>
      In use: <bdi>{text}</bdi>
    </Text>
  );
}
