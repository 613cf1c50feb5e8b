import { useState } from 'react'
import { Button } from '../button.tsx'
import { Badge } from '../badge.tsx'
import { Bars, Ring } from '../chart.tsx'
import { DefinitionList, SummaryList } from '../facts.tsx'
import { ButtonLink } from '../link.tsx'
import { Menu } from '../menu.tsx'
import { Notice } from '../notice.tsx'
import { Confirm, Dialog, Drawer } from '../overlay.tsx'
import { Card, Columns, Row } from '../page.tsx'
import { Progress } from '../progress.tsx'
import { UploadList, UploadRow } from '../upload-list.tsx'
import { Status, Tag } from '../status.tsx'
import { Steps } from '../steps.tsx'
import { Timeline } from '../timeline.tsx'
import { toast } from '../toast.tsx'

const nothing = () => undefined

export function Pieces() {
  return (
    <>
      <Buttons />
      <Overlays />
      <Card title="状态与标签">
        <Row>
          <Status tone="neutral">草稿</Status>
          <Status tone="waiting">待单位审核</Status>
          <Status tone="ok">已认定</Status>
          <Status tone="attention">已退回</Status>
          <Status tone="bad">不予认定</Status>
          <Status tone="past">历史</Status>
          <Tag>尚在审核的单位</Tag>
          <Badge count={3} more={false} />
          <Badge count={99} more />
        </Row>
      </Card>
      <Card title="提示">
        <Notice tone="info">国家/地区、证件类型和证件号码注册后不可修改，请核对后再填写。</Notice>
        <Notice tone="ok" title="已经确认" />
        <Notice
          tone="warn"
          title="单位退回了这条记录"
          actions={<Button icon="pencil">修改</Button>}
        >
          <p>证明材料看不清学时，请上传结业证书原件的照片。</p>
        </Notice>
        <Notice tone="error" title="还不能送审">
          请先上传证明材料。
        </Notice>
      </Card>
      <Columns wide>
        <Card title="我的年度">
          <Row>
            <Ring label="2026 年度" have={725} need={900} />
            <Ring label="2025 年度" have={900} need={900} />
          </Row>
          <Bars
            caption="各类学时"
            rows={[
              { label: '公需课', have: 300, need: 300 },
              { label: '专业课', have: 325, need: 420 },
              { label: '选修课', have: 0, need: 180 },
            ]}
          />
        </Card>
        <Card title="办理过程">
          <Timeline
            events={[
              {
                at: '2026-03-04T02:10:00Z',
                what: '认定 10 学时',
                who: '周文敏',
                office: '广州云山电子有限公司',
                why: '结业证书载明 10 学时。',
                tone: 'ok',
              },
              { at: '2026-03-02T08:31:00Z', what: '再次送审', who: '陈䶮', tone: 'waiting' },
              {
                at: '2026-03-01T01:05:00Z',
                what: '退回',
                who: '周文敏',
                office: '广州云山电子有限公司',
                why: '证明材料看不清学时。',
                tone: 'attention',
              },
              { at: '2026-02-27T12:00:00Z', what: '送审', who: '陈䶮', tone: 'waiting' },
            ]}
          />
        </Card>
      </Columns>
      <Card title="记录内容">
        <DefinitionList
          facts={[
            { term: '课程名称', value: '人工智能赋能制造业' },
            { term: '课程类型', value: '专业课' },
            { term: '学习形式', value: '网络培训' },
            { term: '认定学时', value: null },
            { term: '施教机构', value: '广州市商贸职业学校继续教育学院', wide: true },
          ]}
        />
      </Card>
      <Card title="核对后送审">
        <SummaryList
          facts={[
            { term: '课程名称', value: '人工智能赋能制造业', change: nothing },
            { term: '学习时间', value: '2026-02-02 至 2026-02-11', change: nothing },
            { term: '拟申报学时', value: '12 学时', change: '/_kit' },
          ]}
        />
      </Card>
      <Card title="上传与进度">
        <UploadList>
          <UploadRow name="结业证书.pdf" detail="1.2 MB" state="ready" remove={nothing} />
          <UploadRow
            name="签到表.jpg"
            detail="4.8 MB"
            state="uploading"
            progress={0.42}
            remove={nothing}
          />
          <UploadRow
            name="课程表.png"
            detail="网络中断，已上传的部分仍在"
            state="paused"
            retry={nothing}
            remove={nothing}
          />
          <UploadRow
            name="说明.exe"
            detail="不支持这种文件，请上传 PDF、图片、OFD 或 Word 文件"
            state="failed"
            remove={nothing}
          />
        </UploadList>
        <Progress label="正在导出学时明细" value={0.64} />
        <Progress label="正在准备" value={null} />
      </Card>
      <Card title="步骤">
        <Steps steps={['账号信息', '身份信息', '密码保护']} current={1} />
      </Card>
    </>
  )
}

function Buttons() {
  return (
    <Card title="按钮">
      <Row>
        <Button look="primary">保存</Button>
        <Button>取消</Button>
        <Button look="danger" icon="trash">
          删除
        </Button>
        <Button look="quiet" icon="print">
          打印
        </Button>
        <Button look="primary" busy>
          正在保存
        </Button>
        <Button icon="trash" unavailable="请先勾选要删除的草稿">
          删除
        </Button>
        <Button icon="refresh" iconOnly>
          刷新
        </Button>
        <ButtonLink to="/_kit" icon="plus" look="primary">
          添加
        </ButtonLink>
        <Menu
          text="更多操作"
          sections={[
            {
              title: '切换身份',
              entries: [
                { id: 'one', text: '个人业务', current: true, act: nothing },
                { id: 'two', text: '单位业务', detail: '广州云山电子有限公司', act: nothing },
              ],
            },
            { entries: [{ id: 'out', text: '退出', icon: 'logout', act: nothing }] },
          ]}
        />
      </Row>
    </Card>
  )
}

type Layer = 'dialog' | 'drawer' | 'confirm' | null

function Overlays() {
  const [open, setOpen] = useState<Layer>(null)
  const close = () => setOpen(null)
  return (
    <Card title="弹出层">
      <Row>
        <Button onClick={() => setOpen('dialog')}>对话框</Button>
        <Button onClick={() => setOpen('drawer')}>抽屉</Button>
        <Button onClick={() => setOpen('confirm')}>确认删除</Button>
        <Button onClick={() => toast('已保存为草稿')}>成功提示</Button>
        <Button onClick={() => toast('没有保存成功，请重试', 'error')}>失败提示</Button>
      </Row>
      <Dialog
        open={open === 'dialog'}
        close={close}
        title="我要报名"
        actions={
          <>
            <Button look="primary">报名</Button>
            <Button onClick={close}>关闭</Button>
          </>
        }
      >
        <DefinitionList
          facts={[
            { term: '培训班名称', value: '电子信息工程师专业课第一期' },
            { term: '计划开班日期', value: '2026-12-01' },
            { term: '学习地点', value: '广州市天河区' },
          ]}
        />
      </Dialog>
      <Drawer
        open={open === 'drawer'}
        close={close}
        title="人员基本信息"
        actions={<Button look="primary">确认</Button>}
      >
        <DefinitionList
          facts={Array.from({ length: 24 }, (_, at) => ({ term: `项目 ${at + 1}`, value: '内容' }))}
        />
      </Drawer>
      <Confirm
        open={open === 'confirm'}
        close={close}
        title="删除 2 条草稿？"
        verb="删除"
        danger
        confirm={close}
      >
        <p>删除后不能恢复。已送审的记录不受影响。</p>
      </Confirm>
    </Card>
  )
}
