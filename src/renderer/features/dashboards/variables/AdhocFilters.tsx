import { ActionIcon, Button, Popover, UnstyledButton } from '@mantine/core';
import { IconFilterPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { LabelMatcher } from '../../../../shared/domain/label-matcher.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { AdhocForm } from './AdhocForm.tsx';
import classes from './Variables.module.css';

interface AdhocFiltersProps {
  readonly label: string;
  readonly matchers: readonly LabelMatcher[];
  readonly onChange: (matchers: readonly LabelMatcher[]) => void;
}

const NEW = 'new';

/** Filters by label: each with its form on a click, and one more. */
export function AdhocFilters({ label, matchers, onChange }: AdhocFiltersProps) {
  const [open, setOpen] = useState<number | typeof NEW | null>(null);
  const close = (): void => setOpen(null);
  const others = (at: number): readonly LabelMatcher[] => matchers.filter((_, i) => i !== at);
  return (
    <fieldset className={classes.filters} aria-label={label}>
      {matchers.map((matcher, i) => {
        const text = `${matcher.name} ${matcher.type} ${matcher.value === '' ? '""' : matcher.value}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same filter may stand there twice
          <span key={`${i}/${text}`} className={classes.filter} data-testid={testIds.dashboards.adhocFilter}>
            <FormPopover
              opened={open === i}
              onClose={close}
              target={
                <UnstyledButton
                  className={classes.filterText ?? ''}
                  aria-label={`Change the filter ${text}`}
                  onClick={() => setOpen(open === i ? null : i)}
                >
                  <bdi>{text}</bdi>
                </UnstyledButton>
              }
            >
              <AdhocForm
                matcher={matcher}
                others={others(i)}
                onApply={(changed) => {
                  onChange(matchers.map((one, at) => (at === i ? changed : one)));
                  close();
                }}
              />
            </FormPopover>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`Remove the filter ${text}`}
              onClick={() => onChange(others(i))}
              data-testid={testIds.dashboards.adhocRemove}
            >
              <IconX size={13} aria-hidden />
            </ActionIcon>
          </span>
        );
      })}
      <FormPopover
        opened={open === NEW}
        onClose={close}
        target={
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFilterPlus size={14} aria-hidden />}
            onClick={() => setOpen(open === NEW ? null : NEW)}
            data-testid={testIds.dashboards.adhocAdd}
          >
            Add filter
          </Button>
        }
      >
        <AdhocForm
          matcher={null}
          others={matchers}
          onApply={(added) => {
            onChange([...matchers, added]);
            close();
          }}
        />
      </FormPopover>
    </fieldset>
  );
}

interface FormPopoverProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly target: ReactNode;
  readonly children: ReactNode;
}

function FormPopover({ opened, onClose, target, children }: FormPopoverProps) {
  return (
    <Popover opened={opened} onDismiss={onClose} position="bottom-start" trapFocus returnFocus withinPortal>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label="Filter by label">{children}</Popover.Dropdown>
    </Popover>
  );
}
