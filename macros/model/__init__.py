"""What the playbook is made of: one pydantic model for each kind of thing.

The models hold the shape of the data and the rules that one value can be judged by alone. Rules between
values live in `validation`. Titles, descriptions and examples are Chinese because editors read them: the
error messages, the field guide and the JSON Schemas come from here.

The names of the modules are handed on, so that `model.Task` says enough.
"""

from macros.model.base import Change, Model, field
from macros.model.calendar import CalendarFile, CalendarYear, CompanyDay, Holiday
from macros.model.dictionaries import (
    Answer,
    Bilingual,
    Calc,
    CalcInput,
    Metric,
    MetricFile,
    NamedGroup,
    Section,
    Source,
    SourceFile,
    Term,
    TermFile,
    Tool,
    ToolFile,
)
from macros.model.duty import (
    Border,
    Check,
    Duty,
    DutyTool,
    Goal,
    IfFail,
    Knowledge,
    Question,
    Risk,
)
from macros.model.forms import Checklist, Column, NotCounted, Pass, Sample, Scorecard, ScorecardItem, Template
from macros.model.house import KeepingPlace, PlaceFile, Setting, SettingFile
from macros.model.kinds import BY_FOLDER, FILES, FOLDERS, ITEMS, KINDS, OPTIONAL_FILES, OPTIONAL_FOLDERS, ItemKind, Kind
from macros.model.playbook import (
    DutyGroup,
    GoalGroup,
    Move,
    MoveFile,
    People,
    Place,
    Playbook,
    PlaybookFile,
    Team,
    TeamSize,
)
from macros.model.role import Confusion, Hours, NextRole, Onboarding, OnboardingStage, Role, RoleDuty, TaskOverride
from macros.model.scenario import Expected, Scenario, ScenarioEvent, Way
from macros.model.search import (
    ChecklistQueries,
    DutyQueries,
    MetricQueries,
    Queries,
    RiskQueries,
    RoleQueries,
    ScorecardQueries,
    SearchFile,
    Synonym,
    TaskQueries,
    TemplateQueries,
    TermQueries,
    ToolQueries,
)
from macros.model.task import (
    Automate,
    Decide,
    Decision,
    Escalate,
    Mistake,
    Output,
    Raci,
    Rhythm,
    Step,
    Task,
    TaskInput,
    Trigger,
)
from macros.model.types import (
    ALWAYS,
    DATE_PATTERN,
    DUE_EXAMPLES,
    DUE_PATTERNS,
    DURATION_PATTERN,
    ID_PATTERN,
    ITEM_PATTERN,
    LONGEST,
    MAX_ID,
    NUMBER_PATTERN,
    RESERVED,
    SECTION_PATTERN,
    STEP_PATTERN,
    Cadence,
    CheckCadence,
    Date,
    DoneBy,
    Duration,
    Flag,
    Grade,
    Id,
    ItemRef,
    Level,
    MetricCadence,
    Number,
    OffDay,
    Part,
    SectionId,
    StepRef,
    Text,
    Weekday,
    Whole,
)
