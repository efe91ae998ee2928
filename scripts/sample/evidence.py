"""The evidence register and its files. A line of HELD names a clause's documents by evidence
slot (templates/standards). Marks: * kept up without a break; = one book a year; % one book a
year, the first quarter of this one lost; + kept up until May; < last year's only; ! expired;
~ about to expire; ^ renewed seven weeks late; ? last year's, and a new one whose file is not
there; - nothing. Without a mark: in force, every third of them a second version."""

from sample.company import SEED
from sample.draw import Draw

HEADER = "证据编号 条目 证据类别 文件名称 版本 签发日期 有效期至 覆盖自 覆盖至 责任人 文件路径".split()

HELD = """
c5_1_1_1  charter:售后服务部设立通知 | chart:组织机构图与岗位说明书 | roster:售后人员花名册*
c5_1_1_2  outlets:服务网点清单* | agreement:网点委托协议样本 | inspection:网点巡检记录*
c5_1_2_1  certificates:电工作业证登记表 | assessment:岗位考核记录=
c5_1_2_2  manager_cert:售后服务管理师证书 | managers:服务管理人员名单* | appointment:管理师任命书
c5_1_3_1  budget:售后预算与决算= | reserve:专项准备金凭证 | insurance:产品责任险保单~
c5_1_3_2  training:年度培训计划与记录= | reward:评优奖励通知= | care:员工关怀活动记录=
c5_1_3_3  premises:服务场所租赁合同 | equipment:设备工具清单* | stock:备件库存月报%
c5_1_4_1  handbook:售后服务手册 | release:手册发布令 | issue:手册发放记录*
c5_1_4_2  law_list:适用法规清单= | compliance:合规评价报告= | briefing:法规宣贯记录=
c5_1_5_1  body:服务监督组设立文件 | plan:年度监督计划= | report:监督检查月报*
c5_1_5_2  targets:服务目标修订记录= | appraisal:绩效考核与奖惩记录* | audit:第三方评价报告!
c5_1_6_1  feedback:质量信息反馈单* | minutes:跨部门质量例会纪要* | capa:纠正预防措施记录*
c5_1_6_2  unit:疑难问题研究组任命 | study:疑难攻关报告=
c5_1_6_3  system_cert:质量管理体系认证证书^ | product_cert:产品安全认证证书
c5_1_6_4  norm:企业服务标准 | drafting:-
c5_1_7_1  concept:服务理念说明 | awareness:员工问卷统计=
c5_1_7_2  promise:公开服务承诺书 | wording:承诺用语对照检查=
c5_1_7_3  events:服务宣传活动记录= | media:媒体报道汇编=
c5_2_1_a  label:标签与包装样品照片 | test:包装检测报告=
c5_2_1_b  manual:使用说明书样本 | card:保修卡与合格证样本
c5_2_1_c  warning:安全警示标识样张 | life:安全使用年限声明
c5_2_1_d  site:官网公示页面= | prices:服务价目表=
c5_2_2_a  records:技术咨询月报* | library:技术资料库目录
c5_2_2_b  material:用户培训教材 | session:用户培训记录=
c5_2_2_c  install_norm:安装作业指导书 | acceptance:安装验收单抽样*
c5_2_2_d  service_plan:年度保养计划= | service_log:保养巡检记录+
c5_2_4_a  repair_norm:上门服务规范 | dispatch:派工与签到月报*
c5_2_4_b  workshop:维修设备清单* | parts:备件库存与报价表* | legacy:停产机型备件储备表!
c5_2_4_c  tariff:维修价目表= | job_sheet:维修单抽样核对*
c5_2_4_d  loan:代用机台账?
c5_2_5_a  quality_test:出厂检测报告= | ccc:强制性产品认证证书
c5_2_5_b  warranty:保修政策 | contract:销售合同样本
c5_2_5_c  return_rule:退换货管理制度 | return_log:退换货台账*
c5_2_5_d  recall_rule:召回管理程序 | recall_drill:召回演练记录=
c5_2_6_a  notice:回收告知页面= | trade_in:以旧换新公告=
c5_2_6_b  recycler:回收协议与资质 | old_parts:旧件处置台账* | transfer:废旧件转移联单<
c5_3_1_a  hotline:服务热线开通凭证 | calls:话务月报*
c5_3_1_b  screens:官网与小程序截图* | chats:在线客服月报*
c5_3_1_c  system:客户信息系统说明 | callbacks:回访月报*
c5_3_1_d  privacy_rule:客户信息保密制度 | access:权限与日志检查=
c5_3_1_e  survey_plan:满意度调查方案= | survey_report:满意度分析报告*
c5_3_1_f  care_plan:客户关怀活动计划= | care_log:主动服务记录*
c5_3_2_a  register:投诉登记台账* | appointee:投诉专员任命
c5_3_2_b  overdue:投诉超时分析月报*
c5_3_2_c  escalation:重大投诉升级流程 | major:重大投诉报告=
c5_3_2_d  plan:投诉应急预案 | drill:应急演练记录! | mediator:调解人员任命
c5_3_2_e  analysis:投诉年度分析报告=
"""
OWNERS = {"c5_1": "工程师A 工程师B 工程师D", "c5_2": "工程师C 工程师E 工程师F",
          "c5_3": "工程师G 工程师H 坐席03"}


MARKS = "*=%+<!~^?-"
PERIODS = {"*": [("2026-10-31", "", "2024-10-01", "2026-10-31")],
           "=": [("2025-12-31", "", "2024-10-01", "2025-12-31"),
                 ("2026-10-31", "", "2026-01-01", "2026-10-31")],
           "%": [("2025-12-31", "", "2024-10-01", "2025-12-31"),
                 ("2026-10-31", "", "2026-04-01", "2026-10-31")],
           "+": [("2026-05-31", "", "2024-10-01", "2026-05-31")],
           "<": [("2025-09-30", "", "2024-10-01", "2025-07-31")],
           "!": [("2025-10-08", "2026-09-30", "2025-10-01", "2026-09-30")],
           "~": [("2024-11-20", "2025-11-25", "", ""), ("2025-11-20", "2026-11-25", "", "")],
           "^": [("2023-04-01", "2026-03-31", "", ""), ("2026-05-22", "2029-05-21", "", "")],
           "?": [("2025-09-30", "", "2024-10-01", "2025-09-30"),
                 ("2026-06-11", "2028-06-11", "", "")]}


def dates(draw, mark, count):
    """Of each version, the first one first: issued, valid until, covers from, covers until."""
    if mark:
        return PERIODS[mark]
    day = f"{draw.between(1, 8):02d}-{draw.between(1, 28):02d}"
    first = draw.between(2024, 2025)
    if count % 3:
        return [(f"{first}-{day}", f"{first + 3}-{day}", "", "")]
    return [(f"2023-{day}", f"2027-{day}", "", ""), (f"2026-{day}", f"2029-{day}", "", "")]


def documents():
    """(register row, is its file there), in the order of the clauses."""
    numbers, count = {}, 0
    for line in HELD.strip().splitlines():
        clause, _, titles = line.partition("  ")
        item = "".join(part for part in clause[1:].split("_")[:3])
        for cell in titles.split("|"):
            slot, _, title = cell.strip().partition(":")
            mark = title[-1] if title[-1] in MARKS else ""
            title = title.rstrip(MARKS)
            if mark == "-":
                continue
            numbers[item] = numbers.get(item, 0) + 1
            number = f"EV-0{item}-{numbers[item]:02d}"
            draw = Draw(SEED, "evidence", count)
            count += 1
            versions = dates(draw, mark, count)
            owner, minor = draw.pick(OWNERS[clause[:4]].split()), draw.below(4)
            for i, version in enumerate(versions):
                last = i + 1 == len(versions)
                own = number if last else f"{number}-{version[0][:4]}"
                yield [own, clause, slot, title, f"V{i + 1}.{minor}", *version, owner,
                       f"{own}.md"], not (last and mark == "?")


def text(row):
    """A document's file: short, plain and evidently a sample."""
    number, _, _, title, version, issued, until, start, end, owner, _ = row
    lines = [f"# {title}", "", f"文件编号 {number}　版本 {version}　签发 {issued}　责任 {owner}"]
    if until:
        lines.append(f"有效期至 {until}")
    if start:
        lines.append(f"覆盖期 {start} 至 {end}")
    lines += ["", "示例电器有限公司为虚构企业，本文件仅作示例，内容不代表任何真实组织。", ""]
    draw = Draw(SEED, "evidence text " + number)
    if start:
        lines += ["| 月份 | 应办 | 已办 | 备注 |", "|---|---|---|---|"]
        year, last = int(end[:4]), int(end[5:7])
        for month in (f"{year}-{last - back:02d}" for back in (2, 1, 0)):
            due = draw.between(20, 60)
            lines.append(f"| {month} | {due} | {due - draw.low(3, 4)} | 抽查 {draw.between(3, 9)} 份 |")
    else:
        lines.append(f"1. 适用范围：售后服务中心及 {draw.between(38, 42)} 个网点。")
        lines.append(f"2. 复核周期：{draw.pick(('半年', '一年'))}，由质量部归口。")
    return "\n".join(lines) + "\n"
