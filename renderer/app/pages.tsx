import { Compass } from 'lucide-react'
import { Redirect, Route, Switch } from 'wouter'
import { JobsPage } from '../features/jobs/jobs-page.tsx'
import { LibraryPage } from '../features/library/library-page.tsx'
import { NarratorsPage } from '../features/narrators/narrators-page.tsx'
import { ProductionPage } from '../features/productions/production-page.tsx'
import { ProductionsPage } from '../features/productions/productions-page.tsx'
import { ServersPage } from '../features/servers/servers-page.tsx'
import { WorkflowPage } from '../features/servers/workflow-page.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import { TitlePage } from '../features/title/title-page.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { TextLink } from '../ui/text-link.tsx'

/** Which page an address shows. */
export function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/library" replace />
      </Route>
      <Route path="/library" component={LibraryPage} />
      <Route path="/title/:bookId">{({ bookId }) => <TitlePage bookId={bookId} />}</Route>
      <Route path="/narrators" component={NarratorsPage} />
      <Route path="/productions" component={ProductionsPage} />
      <Route path="/production/:id">{({ id }) => <ProductionPage id={Number(id)} />}</Route>
      <Route path="/jobs" component={JobsPage} />
      <Route path="/servers/workflows/:workflowId">
        {({ workflowId }) => <WorkflowPage workflowId={decodeURIComponent(workflowId)} />}
      </Route>
      <Route path="/servers/:tab?">
        {({ tab }) => <ServersPage tab={tab === 'workflows' ? 'workflows' : 'servers'} />}
      </Route>
      <Route path="/settings" component={SettingsPage} />
      <Route>
        <Page title="Not found">
          <EmptyState icon={Compass} title="There is no such page" body="The address may come from an older studio.">
            <TextLink href="/library">Go to the library</TextLink>
          </EmptyState>
        </Page>
      </Route>
    </Switch>
  )
}
