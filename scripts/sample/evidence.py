"""The evidence register and its files. A line of HELD names a clause's documents in the
order of its evidence slots. Marks: ! expired, ~ about to expire, + not kept up since May,
? registered but the file is not there, - nothing held."""

from sample.company import SEED
from sample.draw import Draw

HEADER = "证据编号 条目 证据类别 文件名称 版本 签发日期 有效期至 覆盖自 覆盖至 责任人 文件路径".split()

HELD = """
c5_1_1_1  售后服务部设立通知 | 组织机构图 | 售后岗位说明书汇编 | 售后人员花名册
c5_1_1_2  服务网点清单 | 网点委托协议样本 | 网点巡检记录 | 销售区域分布图
c5_1_2_1  电工作业证登记表 | 学历职称登记表 | 岗位考核记录 | 抽样访谈记录
c5_1_2_2  售后服务管理师证书 | 服务管理人员名单 | 管理师任命书 | 管理师指导检查记录
c5_1_3_1  售后预算与决算 | 专项准备金凭证 | 产品责任险保单~
c5_1_3_2  年度培训计划与记录 | 评优奖励通知 | 晋升记录 | 员工关怀活动记录
c5_1_3_3  服务场所租赁合同 | 设备工具清单 | 备件库存月报 | 客户信息系统说明 | 现场照片目录
c5_1_4_1  售后服务手册 V3.2 | 服务流程图 | 受控文件清单
c5_1_4_2  适用法规清单 | 合规评价报告 | 法规宣贯记录
c5_1_5_1  服务监督组任命文件 | 监督检查月报
c5_1_5_2  服务目标修订记录 | 绩效考核与奖惩记录 | 第三方评价报告! | 内部审核报告
c5_1_6_1  质量信息反馈单 | 跨部门质量例会纪要 | 纠正预防措施记录 | 改进前后对比报告
c5_1_6_2  疑难问题研究组任命 | 委托研究合同 | 疑难攻关报告 | 维修知识库目录
c5_1_6_3  质量管理体系认证证书
c5_1_6_4  企业服务标准 | -
c5_1_7_1  服务理念说明 | 员工问卷统计报告 | 服务手册理念章节
c5_1_7_2  公开服务承诺书 | 承诺文本一致性对照表 | 承诺兑现月报
c5_1_7_3  宣传活动记录 | 口碑监测月报
c5_2_1_a  包装实物照片目录 | 标签样张 | 包装检测报告
c5_2_1_b  说明书样本 | 保修卡样本 | 三包凭证样本 | 合格证样本
c5_2_1_c  安全警示标识样张 | 安全使用年限声明 | 强制认证证书目录
c5_2_1_d  官网公示截图 | 保修卡公示页 | 服务价目表
c5_2_2_a  技术咨询工单月报 | 远程支持记录 | 资料下载页截图
c5_2_2_b  用户培训记录 | 培训签到 | 使用教材 | 教学视频目录
c5_2_2_c  安装作业指导书 | 安装验收单抽样
c5_2_2_d  保养计划与记录+ | 巡检报告
c5_2_4_a  报修记录抽样 | 派单月报 | 上门签到记录 | 上门服务规范
c5_2_4_b  维修设备清单 | 备件库存与报价表 | 停产机型备件清单!
c5_2_4_c  维修价目表 | 维修单抽样 | 收费核对记录
c5_2_4_d  代用机台账?
c5_2_5_a  出厂检测报告 | 强制认证证书 | 市场抽检结果
c5_2_5_b  保修政策 | 保修卡条款 | 销售合同样本
c5_2_5_c  退换货管理制度 | 退换货台账
c5_2_5_d  召回管理程序 | 召回演练记录! | 追溯测试记录
c5_2_6_a  回收说明 | 以旧换新公告
c5_2_6_b  回收协议 | 旧件处置台账 | 危险废物转移联单-
c5_3_1_a  热线话务月报 | 热线试拨记录
c5_3_1_b  官网与小程序截图 | 在线客服月报
c5_3_1_c  客户系统演示记录 | 档案抽样核对表 | 回访月报
c5_3_1_d  客户信息保密制度 | 权限与日志抽查记录 | 员工保密协议样本
c5_3_1_e  满意度调查方案 | 调查问卷 | 样本说明 | 满意度分析报告 | 满意度改进措施
c5_3_1_f  客户关怀活动计划 | 客户巡检记录
c5_3_2_a  投诉登记台账 | 投诉处理单抽样 | 投诉回访记录
c5_3_2_b  投诉时效月报 | 超时原因分析报告
c5_3_2_c  重大投诉升级流程 | 重大投诉报告
c5_3_2_d  投诉应急预案 | 应急演练记录! | 调解人员任命
c5_3_2_e  投诉年度分析报告
"""
RUNNING = ("记录", "月报", "报告", "台账", "抽样", "清单", "纪要", "对照表", "登记表", "截图", "目录",
           "统计", "核对表", "签到", "花名册", "名单", "反馈单", "结果")
OWNERS = {"c5_1": "工程师A 工程师B 工程师D", "c5_2": "工程师C 工程师E 工程师F",
          "c5_3": "工程师G 工程师H 坐席03"}


def dates(draw, title, mark):
    """Issued, valid until, covers from, covers until."""
    issued = f"2026-{draw.between(1, 9):02d}-{draw.between(1, 28):02d}"
    if mark == "!":
        return "2025-10-08", "2026-09-30", "2025-10-01", "2026-09-30"
    if mark == "~":
        return "2025-11-26", "2026-11-25", "", ""
    if mark == "+":
        return "2026-01-05", "", "2026-01-01", "2026-05-31"
    if any(word in title for word in RUNNING):
        return "2026-10-31", "", "2025-10-01", "2026-10-31"
    return issued, f"{draw.between(2027, 2028)}-{issued[5:]}", "", ""


def documents():
    """(register row, mark), in the order of the clauses."""
    numbers, count = {}, 0
    for line in HELD.strip().splitlines():
        clause, _, titles = line.partition("  ")
        item = "".join(part for part in clause[1:].split("_")[:3])
        for slot, cell in enumerate(titles.split("|"), 1):
            title = cell.strip()
            mark = title[-1] if title[-1] in "!~+?-" else ""
            title = title.rstrip("!~+?-")
            if mark == "-":
                continue
            numbers[item] = numbers.get(item, 0) + 1
            number = f"EV-0{item}-{numbers[item]:02d}"
            draw = Draw(SEED, "evidence", count)
            count += 1
            row = [number, clause, f"s{slot}", title, f"V{draw.between(1, 3)}.{draw.below(4)}",
                   *dates(draw, title, mark), draw.pick(OWNERS[clause[:4]].split()),
                   f"{number}.md"]
            yield row, mark


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
        for month in ("2026-08", "2026-09", "2026-10"):
            due = draw.between(20, 60)
            lines.append(f"| {month} | {due} | {due - draw.low(3, 4)} | 抽查 {draw.between(3, 9)} 份 |")
    else:
        lines.append(f"1. 适用范围：售后服务中心及 {draw.between(38, 42)} 个网点。")
        lines.append(f"2. 复核周期：{draw.pick(('半年', '一年'))}，由质量部归口。")
    return "\n".join(lines) + "\n"
