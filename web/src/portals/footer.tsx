import type { Session } from '@xueshi/contract/orgs'
import { publicPaths } from '../public-paths.ts'
import { Link } from '../ui/link.tsx'

/** Who runs the system and how to reach them; the numbers come from the server's configuration. */
export function Footer({ site }: { site: Session['site'] | undefined }) {
  return (
    <footer className="footer">
      <div className="footer-inside">
        <p>{`主办单位：${site?.host ?? '广东省人力资源和社会保障厅'}`}</p>
        <p>
          服务热线：<a href={`tel:${site?.hotline ?? '12333'}`}>{site?.hotline ?? '12333'}</a>
        </p>
        {site?.siteCode && <p>{`网站标识码：${site.siteCode}`}</p>}
        {site?.icp && <p>{site.icp}</p>}
        <p>
          <Link to={publicPaths.accessibility()}>无障碍声明</Link>
        </p>
      </div>
    </footer>
  )
}
