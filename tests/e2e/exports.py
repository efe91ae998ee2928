"""exports.py FOLDER: invented exports in the shape of systems that many use, a folder each:
help desks, reports with a title and totals, surveys with answers as numbers or texts, two
rows of header, shop orders, a call log. `workbooks.py` makes workbooks of those so named."""
import datetime
import pathlib
import sys
import zipfile

N = 12
ISO = "%Y-%m-%d %H:%M:%S"


def at(i, hours=0):
    return datetime.datetime(2026, 10, 1 + i * 2, 8 + i % 9, i * 5 % 60) + datetime.timedelta(hours=hours)


def us(time):
    return f"{time.month}/{time.day}/{time.year}, {time.strftime('%I').lstrip('0')}:{time.strftime('%M %p')}"


def named(time):
    return time.strftime("%d/%b/%y ") + time.strftime("%I").lstrip("0") + time.strftime(":%M %p")


def chinese(time):
    half = "上午" if time.hour < 12 else "下午"
    return f"{time.year}年{time.month}月{time.day}日 {half}{(time.hour - 1) % 12 + 1}:{time.minute:02}"


def pick(i, *values):
    return values[i % len(values)]


def desk(i):
    return [i, 40210 + i, f"Client {i}", 900 + i, "Agent A", 'It "hums", again', pick(i, "Closed", "Solved", "Open"),
            pick(i, "Urgent", "High", "Normal", "Low", "-"), pick(i, "Mail", "Phone call"), at(i).strftime("%Y-%m-%d %H:%M"),
            at(i, 5).strftime("%Y-%m-%d %H:%M"), 5, pick(i, "Good", "Offered"), 25]


def tracker(i):
    return [f"SUP-{i + 11}", 10400 + i, pick(i, "Incident", "Service Request"), "Printer",
            pick(i, "Highest", "High", "Medium", "Low", "Lowest"), pick(i, "Done", "Waiting"), named(at(i)), named(at(i, 4)), "a", "", ""]


def report(i):
    return ["Agent A", f"{1027 + i:08}", us(at(i)), us(at(i, 4)), pick(i, "Phone", "Web"),
            pick(i, "High", "Medium", "Low"), "Closed", 0, 1]


def erp(i):
    return [f"FWGD{i + 1:06}", at(i).strftime("%Y-%m-%d"), f"C{i:03}", "示例客户", "热水器", pick(i, "维修", "安装"),
            pick(i, "特急", "急", "一般"), at(i, 1).strftime(ISO), at(i, 3).strftime(ISO), at(i, 6).strftime(ISO), "已审核"]


def survey(i):
    return [i + 1, at(i).strftime("%Y/%m/%d %H:%M:%S"), f"{40 + i}秒", "微信", "113.88.0.9(广东-广州)", f"FWGD{i + 1:06}",
            1 + i % 5, pick(i, 5, 4, -3), 4, i % 11, pick(i, "很好", "(空)")]


def words(i):
    return survey(i)[:6] + [pick(i, "非常不满意", "不满意", "一般", "满意", "非常满意")]


def form(i):
    return [f"BX{i:05}", "客户", at(i).strftime(ISO), at(i, 2).strftime(ISO), at(i, 4).strftime(ISO), pick(i, "电路", "管路"), 5]


def hotline(i):
    return [i + 1, f"\t2026100{i:05}", "王*", chinese(at(i)), pick(i, "投诉", "建议"), "示例电器",
            at(i, 1).strftime(ISO), at(i, 30).strftime(ISO), pick(i, "满意", "不满意", "未评价")]


def shop(i):
    return [f'="{41 * 10 ** 17 + i}"', f'="{15 * 10 ** 15 + i:017}"', "1,299.00", "示例电饭煲", at(i).strftime(ISO),
            at(i, 30).strftime(ISO) if i % 3 else "0000-00-00 00:00:00", "质量问题"]


def calls(i):
    ok = i % 4 != 3
    return [f"16{i:08}.{i}", "呼入", f"138****{i:04}", at(i).strftime("%Y/%m/%d %H:%M:%S"),
            at(i).strftime("%Y/%m/%d %H:%M:") + f"{8 + i:02}" if ok else "", "00:08", pick(i, "05:23", "00:00"), pick(i, "是", "否")]


def erp_fields(i):
    return [erp(i)[0], erp(i)[7], pick(i, "高", "低"), erp(i)[9]]


def grouped(i):
    return [pick(i // 4, "华东", "华南", "华北") if i % 4 == 0 else "", f"{pick(i // 2, 'A', 'B')}店" if i % 2 == 0 else "",
            f"Q{i:04}", at(i).strftime(ISO), at(i, 4).strftime(ISO)]


def reached(i):
    return [f"HF{i:04}", at(i).strftime(ISO), f"Q{i:04}", pick(i, "接通", "未接", "空号", "停机"), ""]


def taiwan(i):
    return [f"SV{i:05}", f"{at(i).year - 1911}/{at(i):%m/%d %H:%M}", f"民國{at(i).year - 1911}年{at(i, 30):%m}月{at(i, 30):%d}日",
            pick(i, "安裝", "維修"), pick(i, "緊急", "普通", "低"), pick(i, "北區", "中區")]


def two_columns(i):
    return [f"{at(i).year - 1911}/{at(i):%m/%d}", f"{at(i):%H:%M}", f"M{i:05}", f"{at(i, 4):%Y%m%d}", f"{at(i, 4):%H:%M:%S}"]


def question(i):
    return [f"用户{i}", f"{at(i).year}年{at(i).month}月{at(i).day}日 {at(i):%H:%M}", f"Q{i:04}",
            pick(i, "非常满意", "满意", "一般", "不满意"), i % 11]


def notification(i):
    return [f"{i + 10:012}", f"{at(i):%d.%m.%Y}", f"{at(i):%H:%M:%S}", f"{at(i, 30):%d.%m.%Y}", f"{at(i, 30):%H:%M:%S}", "Gerät"]


def unicode_text(i):
    return [f"GD{i:05}", f"{at(i):%Y/%m/%d %H:%M}", f"{at(i, 5):%Y/%m/%d %H:%M}", pick(i, "紧急", "一般"), '"很好，\n谢谢"']


TABLES = {
    "grouped/工单汇总.csv": (grouped, "大区,网点,工单号,受理时间,完成时间"),
    "reached/回访.csv": (reached, "回访编号,回访时间,关联工单号,回访结果,其他"),
    "taiwan/維修工單_115年10月.csv": (taiwan, "服務單號,受理時間,完修時間,服務類別,緊急程度,區域"),
    "clock/叫修.csv": (two_columns, "受理日期,受理時間,服務單號,完修日期,完修時刻"),
    "question/满意度_收集结果.csv": (question, "提交者,提交时间,1.您的工单编号（必填）,2.您对服务满意吗？（单选题）,3.推荐意愿（0-10分）"),
    "notes/IW58.txt": (notification, "Notification\tNotif.date\tNotif. time\tCompletion date\tCompletn time\tText"),
    "unicode/工单.txt": (unicode_text, "工单编号\t受理时间\t完成时间\t紧急程度\t客户评价"),
    "desk/tickets-export-2026-11-01.csv": (desk, "Summation column,Id,Requester,Requester id,Assignee,Subject,Status,Priority,"
                                           "Via,Created at,Solved at,Resolution time,Satisfaction Score,First reply time in minutes"),
    "tracker/Tracker.csv": (tracker, "Issue key,Issue id,Issue Type,Summary,Priority,Status,Created,Resolved,Comment,Comment,Labels"),
    "report/report1790000000.csv": (report, "Case Owner,Case Number,Date/Time Opened,Date/Time Closed,Case Origin,Priority,Status,Open,Closed"),
    "erp.book/服务工单列表.csv": (erp, "单据编号,单据日期,客户编码,客户简称,存货名称,服务类型,紧急程度,派工时间,到达时间,完工时间,单据状态"),
    "survey.book/31415926_按序号_满意度调查_12_12.csv": (
        survey, "序号,提交答卷时间,所用时间,来源,来自IP,1、您的服务单号是？,2、您对本次服务总体满意吗？,"
        "3、请对以下各项评分—服务态度,3、响应速度,4、您有多大可能向朋友推荐我们？,5、您的意见和建议"),
    "words/31415926_按文本_满意度调查_12_12.csv": (words, "序号,提交答卷时间,所用时间,来源,来自IP,1、您的服务单号是？,2、您对本次服务总体满意吗？"),
    "form.book/报修单.csv": (form, "单号,报修人,报修时间,服务信息,,,评价\n,,,到场时间,完成时间,故障类型,满意度"),
    "hotline/12345工单明细.csv": (hotline, "序号,工单编号,诉求人,来电时间,诉求类型,承办单位,签收时间,办结时间,是否满意"),
    "shop/ExportRefundList202611010900.csv": (shop, "订单编号,退款编号,买家退款金额,宝贝标题,退款的申请时间,完结时间,买家退款原因"),
    "calls/cdr_20261001.csv": (calls, "通话记录ID,呼叫类型,主叫号码,呼入时间,接通时间,排队时长,通话时长,是否解决"),
    "fields.book/售后服务单.csv": (erp_fields, "FBillNo,FAcceptTime,FPriority,FFinishTime\n"
                              "*(单据头)单据编号,(单据头)受理时间,(单据头)紧急程度,(单据头)完成时间"),
    "other/other.csv": (lambda i: [i, "x", "y"], "nothing,known,here"),
}
ABOVE = {"erp.book": "服务工单列表\n单据日期：2026-10-01 至 2026-10-31,,,打印：甲\n", "hotline": "12345热线工单明细表\n统计时间：2026年10月\n"}
BELOW = {"report": '\n"Cases opened October"\n"Confidential Information - Do Not Distribute"\n"Generated By:  Agent A  11/1/2026"\n',
         "erp.book": "小计,,,,,,,,,,3\n小计,,,,,,,,,,3\n合计,,,,,,,,,,6\n", "grouped": "合计,,12,,\n", "hotline": "填报人：甲,,,审核人：乙,,,,,\n"}
CODED = {"hotline": "gb18030", "shop": "gb18030", "calls": "gb18030", "taiwan": "big5", "unicode": "utf-16", "notes": "utf-16"}


def cell(value):
    value = str(value)
    return '"' + value.replace('"', '""') + '"' if "," in value or '"' in value and not value.startswith("=") else value


NS = "http://schemas.openxmlformats.org/"


def sheet(rows):
    def line(number, row):
        cells = "".join(f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{v}</t></is></c>' for i, v in enumerate(row))
        return f'<row r="{number}">{cells}</row>'
    body = "".join(line(number, row) for number, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{NS}spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'


def book(path, sheets):
    """A workbook of several sheets, as the reader of init meets them."""
    office = f"{NS}officeDocument/2006/relationships"
    tabs = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="r{i}" Type="{office}/worksheet" Target="s{i}.xml"/>' for i, _ in enumerate(sheets, 1))
    package = f'xmlns="{NS}package/2006/relationships"'
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{NS}package/2006/content-types"/>')
        archive.writestr("_rels/.rels", f'<Relationships {package}><Relationship Id="r" Type="{office}/officeDocument" '
                         'Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{NS}spreadsheetml/2006/main" xmlns:r="{office}">'
                         f"<sheets>{tabs}</sheets></workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships {package}>{links}</Relationships>")
        for i, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/s{i}.xml", sheet(rows))


def several(path, month):
    book(path, {"封面": [["服务数据", ""], ["制表：甲", ""]],
                "工单": [["工单号", "受理时间", "完成时间"]]
                + [[f"G{month}{i}", at(i).strftime(ISO), at(i, 4).strftime(ISO)] for i in range(N)],
                "投诉": [["投诉编号", "工单号", "投诉时间", "办结时间"]]
                + [[f"T{month}{i}", f"G{month}{i}", at(i, 1).strftime(ISO), at(i, 9).strftime(ISO)] for i in range(N)]})


def web(path):
    """A page that calls itself .xls: the region once for four rows, times of Taiwan, totals."""
    rows = "".join("<tr>" + (f"<td rowspan=4>{pick(i // 4, '华东', '华南', '华北')}</td>" if i % 4 == 0 else "")
                   + f"<td style='mso-number-format:\\@'>{40 * 10 ** 16 + i}</td>"
                   + "".join(f"<td>{t.year - 1911}/{t.month}/{t.day}&nbsp;{t:%H:%M}</td>" for t in (at(i), at(i, 5)))
                   + f"<td>{pick(i, '高', '低')}</td></tr>\n" for i in range(N))
    path.parent.mkdir(parents=True)
    path.write_bytes(("<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body>"
                      "<table><tr><td colspan=5><b>工单明细</b></td></tr><tr><th>大区</th><th>工单号</th>"
                      f"<th>受理时间</th><th>完成时间</th><th>紧急程度</th></tr>\n{rows}</table></body></html>").encode("gb18030"))


def sheet_xml(path):
    """A spreadsheet in XML that calls itself .xls, with typed cells."""
    def typed(kind, value):
        return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>'
    rows = "".join("<Row>" + typed("String", f"S{i:04}") + typed("DateTime", at(i).strftime("%Y-%m-%dT%H:%M:%S.000"))
                   + typed("Number", 15 + i) + "</Row>" for i in range(N))
    head = "".join(typed("String", name) for name in ("工单编号", "创建时间", "首次响应时长"))
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    path.parent.mkdir(parents=True)
    path.write_text(f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
                    f'<Worksheet ss:Name="工单"><Table><Row>{head}</Row>{rows}</Table></Worksheet></Workbook>', encoding="utf-8")


def main():
    web(pathlib.Path(sys.argv[1]) / "web" / "工单导出.xls")
    sheet_xml(pathlib.Path(sys.argv[1]) / "sheetxml" / "工单列表.xls")
    for name, (row, header) in TABLES.items():
        path = pathlib.Path(sys.argv[1]) / name
        path.parent.mkdir(parents=True)
        lines = [header] + ["\t".join(row(i)) if "\t" in header else ",".join(cell(value) for value in row(i)) for i in range(N)]
        text = ABOVE.get(path.parent.name, "") + "\n".join(lines) + "\n" + BELOW.get(path.parent.name, "")
        path.write_bytes(text.encode(CODED.get(path.parent.name, "utf-8")))
    for month in (9, 10):
        several(pathlib.Path(sys.argv[1]) / "sheets" / f"{month}月服务数据.xlsx", month)


main()
