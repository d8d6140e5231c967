import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DashboardAnnotation } from '../../../../shared/domain/dashboard.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { AnnotationForm } from './AnnotationForm.tsx';
import classes from './Settings.module.css';

interface AnnotationsEditorProps {
  readonly annotations: readonly DashboardAnnotation[];
  readonly onChange: (annotations: readonly DashboardAnnotation[]) => void;
}

function freeName(annotations: readonly DashboardAnnotation[]): string {
  let number = 1;
  while (annotations.some(({ name }) => name === `Annotation ${number}`)) number += 1;
  return `Annotation ${number}`;
}

/** The dashboard's annotation queries, and the form of the chosen one; the marks that Grafana keeps stay in the file. */
export function AnnotationsEditor({ annotations, onChange }: AnnotationsEditorProps) {
  const places = annotations.flatMap(({ builtIn }, i) => (builtIn === true ? [] : [i]));
  const [at, setAt] = useState(places[0] ?? -1);
  const chosen = places.includes(at) ? annotations[at] : undefined;
  const add = (): void => {
    const added: DashboardAnnotation = {
      name: freeName(annotations),
      enabled: true,
      expr: '',
      titleTemplate: '',
      textTemplate: '',
    };
    onChange([...annotations, added]);
    setAt(annotations.length);
  };
  const remove = (i: number): void => {
    onChange(annotations.filter((_, other) => other !== i));
    setAt(places.find((place) => place !== i && place < i) ?? -1);
  };
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <ul className={classes.names} aria-label="Annotations">
          {places.map((i) => (
            <li key={i} data-chosen={i === at || undefined}>
              <UnstyledButton className={classes.name ?? ''} aria-pressed={i === at} onClick={() => setAt(i)}>
                <bdi>{annotations[i]?.name || '(no name)'}</bdi>
              </UnstyledButton>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={`Remove ${annotations[i]?.name ?? ''}`}
                onClick={() => remove(i)}
              >
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={add}
          data-testid={testIds.dashboards.annotationAdd}
        >
          Add annotation
        </Button>
      </div>
      {chosen === undefined ? (
        <p className={classes.none}>
          An annotation query marks times in all charts: where one of its series has a value other than zero.
        </p>
      ) : (
        <AnnotationForm
          key={at}
          annotation={chosen}
          onChange={(next) => onChange(annotations.map((one, i) => (i === at ? next : one)))}
        />
      )}
    </div>
  );
}
