"""The work calendar: which days are worked, and who says so."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from macros.model.base import Model, field
from macros.model.types import Date, Flag, Text, Whole


class Holiday(Model):
    """A public holiday: its days, from the first to the last."""

    kind_name = "假期"
    name: Text = field("名称", "假期的名字", "国庆节")
    from_: Date = field("第一天", "YYYY-MM-DD", "2026-10-01", alias="from")
    to: Date = field("最后一天", "YYYY-MM-DD", "2026-10-07")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Holiday:
        if self.to < self.from_:
            raise PydanticCustomError("holiday", "holiday")
        return self


class CalendarYear(Model):
    """The holidays of a year, and the days at weekends that are worked for them."""

    kind_name = "年份"
    year: Whole = field("年份", "四位数", 2026, ge=2000, le=2100)
    decreed: Flag = field("已公布", "国务院公布了安排写 true；只按法定节日推算的写 false", True)
    source: Text = field("出处", "哪份文件，或者按什么推算", "国务院办公厅关于 2026 年部分节假日安排的通知")
    date: Date = field("出处的日期", "YYYY-MM-DD", "2025-11-04")
    holidays: list[Holiday] = field("放假", "连休的每一段", min_length=1)
    make_up: list[Date] = field("调休上班", "要上班的周六、周日", ["2026-10-10"], default=[])


class CompanyDay(Model):
    """A day on which the company works, or doesn't, otherwise than everybody."""

    kind_name = "公司的日子"
    date: Date = field("日期", "YYYY-MM-DD", "2027-01-08")
    name: Text = field("为什么", "一句话", "公司年会，全天停工")
    work: Flag = field("上班吗", "上班写 true，放假写 false", False)


class CalendarFile(Model):
    """The work calendar: calendar.yml."""

    kind: ClassVar[str] = "calendar"
    kind_name = "工作日历"
    years: list[CalendarYear] = field("年份", "连着的几年，一年一段", min_length=1)
    company: list[CompanyDay] = field("公司自己的日子", "与大家不同的放假或上班", default=[])

    def span(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of the years."""
        return dt.date(self.years[0].year, 1, 1), dt.date(self.years[-1].year, 12, 31)

    def days(self) -> dict[dt.date, bool]:
        """The days that differ from «Monday to Friday is worked»: whether each is worked."""
        found = {
            holiday.from_ + dt.timedelta(days=number): False
            for year in self.years
            for holiday in year.holidays
            for number in range((holiday.to - holiday.from_).days + 1)
        }
        found |= {day: True for year in self.years for day in year.make_up}
        return found | {day.date: day.work for day in self.company}
