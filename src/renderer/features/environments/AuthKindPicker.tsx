import { SegmentedControl, Select, Stack, Text } from '@mantine/core';
import type { EndpointAuth } from '../../../shared/domain/auth.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { AUTH_CHOICES, OTHER_AUTH_CHOICES } from './auth-choices.ts';

interface AuthKindPickerProps {
  readonly kind: EndpointAuth['kind'];
  readonly onChange: (kind: EndpointAuth['kind']) => void;
}

/** Chooses the method of authentication: the usual ones at a glance, the others in a list. */
export function AuthKindPicker({ kind, onChange }: AuthKindPickerProps) {
  const isOther = OTHER_AUTH_CHOICES.some(({ value }) => value === kind);
  return (
    <Stack gap="xs">
      <div>
        <Text size="sm" fw={500} mb={4}>
          Authentication
        </Text>
        <SegmentedControl
          fullWidth
          aria-label="Authentication"
          data={[...AUTH_CHOICES, { value: 'other', label: 'Other' }]}
          value={isOther ? 'other' : kind}
          onChange={(value) => onChange(value === 'other' ? 'oauth2' : (value as EndpointAuth['kind']))}
        />
      </div>
      {isOther && (
        <Select
          aria-label="Method"
          data={[...OTHER_AUTH_CHOICES]}
          value={kind}
          allowDeselect={false}
          data-testid={testIds.environments.endpointAuthMethod}
          onChange={(value) => onChange(value as EndpointAuth['kind'])}
        />
      )}
    </Stack>
  );
}
