import type { DashboardAnnotation } from '../../../../shared/domain/dashboard.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { AnnotationForm } from './AnnotationForm.tsx';
import { EntriesEditor, freeName } from './EntriesEditor.tsx';

interface AnnotationsEditorProps {
  readonly annotations: readonly DashboardAnnotation[];
  readonly onChange: (annotations: readonly DashboardAnnotation[]) => void;
}

/** The dashboard's annotation queries, and the form of the chosen one; the marks that Grafana keeps stay in the file. */
export function AnnotationsEditor({ annotations, onChange }: AnnotationsEditorProps) {
  return (
    <EntriesEditor
      label="Annotations"
      entries={annotations}
      isListed={({ builtIn }) => builtIn !== true}
      describe={({ name }) => ({ name })}
      add={{
        label: 'Add annotation',
        testId: testIds.dashboards.annotationAdd,
        create: () => ({
          name: freeName('Annotation ', annotations),
          enabled: true,
          expr: '',
          titleTemplate: '',
          textTemplate: '',
        }),
      }}
      about="An annotation query marks times in all charts: where one of its series has a value other than zero."
      onChange={onChange}
      renderForm={(annotation, change) => <AnnotationForm annotation={annotation} onChange={change} />}
    />
  );
}
