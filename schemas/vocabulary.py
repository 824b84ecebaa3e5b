"""Closed lists: every code that a column may hold.

What belongs here: enumerations with the meaning of each code. What does not: names of products, companies,
agencies or diseases; those are reference data under `raw/reference/`.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """A code with its meaning, so that data dictionaries can print both."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Code:
        """Make the member `value`; `meaning` is one short line for the data dictionary."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class MilestoneType(Code):
    """The kinds of regulatory step."""

    SUBMISSION = "submission", "application for marketing authorisation, or its supplement, sent"
    ROLLING_SUBMISSION_START = "rolling_submission_start", "rolling submission begun"
    ACCEPTANCE = "acceptance", "application accepted for review: filed, validated"
    REFUSAL_TO_FILE = "refusal_to_file", "application refused for filing or validation"
    PRIORITY_REVIEW = "priority_review", "priority review or accelerated assessment granted to an application"
    GOAL_DATE_EXTENSION = "goal_date_extension", "goal date of the review moved"
    ADVISORY_COMMITTEE = "advisory_committee", "advisory committee voted or concluded"
    OPINION = "opinion", "opinion adopted by the CHMP"
    APPROVAL = "approval", "marketing authorisation, first or for a further indication"
    COMPLETE_RESPONSE = "complete_response", "complete response letter received"
    REFUSAL = "refusal", "authorisation refused"
    RESUBMISSION = "resubmission", "application sent again after a refusal or complete response"
    APPLICATION_WITHDRAWAL = "application_withdrawal", "pending application withdrawn by the applicant"
    AUTHORISATION_WITHDRAWAL = (
        "authorisation_withdrawal",
        "authorisation withdrawn, revoked, expired or lapsed, or product discontinued",
    )
    DESIGNATION = "designation", "expedited or orphan status granted"
    DESIGNATION_WITHDRAWAL = "designation_withdrawal", "such a status revoked, rescinded or given up"
    LABEL_UPDATE = "label_update", "label changed without a new indication"
    SAFETY_ACTION = "safety_action", "boxed warning, REMS set or lifted, safety review by the regulator"
    CLINICAL_HOLD = "clinical_hold", "trial held by the regulator, wholly or in part"
    HOLD_LIFTED = "hold_lifted", "held trial let go on"
    TRIAL_CLEARANCE = "trial_clearance", "IND, CTA or equivalent cleared or accepted"


class Designation(Code):
    """Expedited and orphan statuses."""

    RMAT = "RMAT", "regenerative medicine advanced therapy (FDA)"
    BTD = "BTD", "breakthrough therapy (FDA, NMPA)"
    FAST_TRACK = "FAST_TRACK", "fast track (FDA)"
    PRIME = "PRIME", "priority medicines (EMA)"
    ORPHAN = "ORPHAN", "orphan drug or orphan medicinal product"
    RARE_PEDIATRIC = "RARE_PEDIATRIC", "rare pediatric disease (FDA)"
    SAKIGAKE = "SAKIGAKE", "Sakigake (Japan)"
    ILAP = "ILAP", "innovation passport (MHRA)"
    PIM = "PIM", "promising innovative medicine (MHRA)"
    PLATFORM = "PLATFORM", "platform technology (FDA)"
    OTHER = "OTHER", "another status, or one that the text does not name"


class ApplicationType(Code):
    """What was filed."""

    BLA = "BLA", "biologics license application"
    SBLA = "sBLA", "supplemental biologics license application"
    MAA = "MAA", "marketing authorisation application"
    TYPE_II = "TYPE_II", "type II variation of an EU authorisation"
    NDA = "NDA", "new drug application"
    SNDA = "sNDA", "supplemental new drug application"
    NDS = "NDS", "new drug submission (Canada)"
    SNDS = "sNDS", "supplement to a new drug submission (Canada)"
    IND = "IND", "investigational new drug application"
    CTA = "CTA", "clinical trial application"
    OTHER = "OTHER", "another kind of application"


class Outcome(Code):
    """How an opinion or a committee came out."""

    POSITIVE = "positive", "in favour"
    NEGATIVE = "negative", "against"
    MIXED = "mixed", "tied, or split over several questions"


class Pathway(Code):
    """The legal road of an application or approval."""

    ACCELERATED = "ACCELERATED", "accelerated approval or accelerated assessment"
    CONDITIONAL = "CONDITIONAL", "conditional authorisation"
    EXCEPTIONAL = "EXCEPTIONAL", "exceptional circumstances"
    PRIORITY = "PRIORITY", "priority review"
    TIME_LIMITED = "TIME_LIMITED", "time-limited (Japan)"
    ONE_PLUS = "ONE_PLUS", "1+ mechanism (Hong Kong)"
    HOSPITAL_EXEMPTION = "HOSPITAL_EXEMPTION", "hospital exemption (EU member states)"
    ROLLING = "ROLLING", "rolling submission"


class Population(Code):
    """Age group of the indication."""

    ADULT = "adult", "adults"
    PEDIATRIC = "pediatric", "children and adolescents"
    BOTH = "both", "adults and children"


class DateBasis(Code):
    """Where a date comes from."""

    STATED = "stated", "the source dates the step"
    ANNOUNCED = "announced", "the source's own date stands in"


class DatePrecision(Code):
    """The length of the period that begins on the date."""

    DAY = "day", "the day itself"
    MONTH = "month", "some day of that month"
    QUARTER = "quarter", "some day of that quarter"
    HALF = "half", "some day of that half-year"
    YEAR = "year", "some day of that year"


class EvidenceLevel(Code):
    """The best kind of source that tells of a step, best first."""

    REGISTER = "register", "an official register says so"
    REGULATOR = "regulator", "a regulator's notice says so"
    COMPANY = "company", "the company says so"
    PRESS = "press", "others say so: news, literature, patient organisations"


class ReviewStatus(Code):
    """What a human did with a row."""

    AUTOMATIC = "automatic", "made by the pipeline alone"
    REVIEWED = "reviewed", "confirmed by a reviewer"
    CORRECTED = "corrected", "changed by a correction file"
    CONFLICT = "conflict", "sources contradict each other; both sides stand in the evidence"


class ConflictKind(Code):
    """What sources contradict each other on."""

    DATE = "date", "two days for one step, too far apart to be decision and notice"
    OUTCOME = "outcome", "an opinion or committee told both in favour and against"
    DECISION = "decision", "approval and refusal of one application at one time"


class LinkKind(Code):
    """What a linked name names."""

    PRODUCT = "product", "a product"
    COMPANY = "company", "a company"
    INDICATION = "indication", "a disease or use"


class LinkReason(Code):
    """Why a name was linked, or left open."""

    INN = "inn", "it is the INN"
    BRAND = "brand", "it is a trade name"
    CODE = "code", "it is a development code"
    ABBREVIATION = "abbreviation", "it is a usual short form"
    NATIVE = "native", "it is a name in another script or language"
    OTHER = "other", "it is a descriptive, former or variant name"
    NUMBER = "number", "the register entry bears a number of the product, or a name of it"
    FURTHER_NAME = "further_name", "the name is not listed; another name beside it in the source is"
    PROVISIONAL = "provisional", "no list holds the name; a provisional product was made, and awaits review"
    NAME = "name", "it is the listed name"
    ALIAS = "alias", "it is a listed other, former or native name, or a subsidiary"
    LEGAL_FORM = "legal_form", "it is a listed name but for the legal form"
    IN_PHRASE = "in_phrase", "the phrase names this disease alone, or its most special kind"
    AMBIGUOUS = "ambiguous", "several bear the name; left open, with the candidates"
    UNKNOWN = "unknown", "no list holds the name; left open"


class RedirectReason(Code):
    """Why an identifier gave way to another."""

    MERGED = "merged", "later sources showed that two were one step"
    SPLIT = "split", "later sources showed that one was two steps; the larger part bears the redirect"
    CORRECTED = "corrected", "a correction file joined the two"
    RENAMED = "renamed", "published under this identifier once; the step is now identified otherwise"
    RETRACTED = "retracted", "a correction file, or the sources as now read, show that there was no such step"


class CorrectionKind(Code):
    """What a correction file does."""

    SET = "set", "puts a value in place of the one that the sources gave"
    CONFIRM = "confirm", "a reviewer read the sources and agrees"
    RETRACT = "retract", "there was no such step; the row is taken out"
    MERGE = "merge", "the step is the same as another one"


class ApplicationStatus(Code):
    """Where an application stands."""

    PENDING = "pending", "under review, or being submitted"
    COMPLETE_RESPONSE = "complete_response", "answered by a complete response; not yet sent again"
    REFUSED_TO_FILE = "refused_to_file", "refused for filing; not yet sent again"
    APPROVED = "approved", "approved"
    REFUSED = "refused", "refused"
    WITHDRAWN = "withdrawn", "withdrawn by the applicant before a decision"


class CycleEnd(Code):
    """How a review cycle ended."""

    APPROVED = "approved", "approval"
    COMPLETE_RESPONSE = "complete_response", "complete response"
    REFUSED_TO_FILE = "refused_to_file", "refusal to file"
    REFUSED = "refused", "refusal"
    WITHDRAWN = "withdrawn", "withdrawal by the applicant"
    UNTOLD = "untold", "sent again, though no source tells how the cycle before it ended"


class SequenceBreach(Code):
    """How the told steps of an application cannot have followed each other, dates taken as they are."""

    ACCEPTED_BEFORE_SUBMISSION = "accepted_before_submission", "accepted before it was submitted"
    DECIDED_BEFORE_SUBMISSION = "decided_before_submission", "decided before it was submitted"
    DECIDED_BEFORE_ACCEPTANCE = "decided_before_acceptance", "decided before it was accepted for review"
    DECIDED_BEFORE_OPINION = "decided_before_opinion", "decided before the opinion was adopted"
    APPROVED_AND_REFUSED = "approved_and_refused", "both approved and refused in one cycle"
    RESUBMITTED_UNASKED = "resubmitted_unasked", "sent again, though no refusal or complete response is told before it"
    COMPLETE_RESPONSE_ABROAD = "complete_response_abroad", "a complete response outside the United States"
    STEP_AFTER_DECISION = "step_after_decision", "a step of the review after approval or withdrawal"
    SUPPLEMENT_FIRST = "supplement_first", "a supplement approved before the product's first approval there"
    GOAL_BEFORE_ACCEPTANCE = "goal_before_acceptance", "the goal date lies before the acceptance that assigned it"


class Standing(Code):
    """The legal kind of an authorisation."""

    FULL = "full", "standard, or converted to it"
    ACCELERATED = "accelerated", "accelerated approval (FDA): confirmation owed"
    CONDITIONAL = "conditional", "conditional authorisation: confirmation owed"
    TIME_LIMITED = "time_limited", "time-limited (Japan): confirmation owed"
    EXCEPTIONAL = "exceptional", "exceptional circumstances: comprehensive data never expected"
    HOSPITAL_EXEMPTION = "hospital_exemption", "hospital exemption of an EU member state"


class EndReason(Code):
    """Why an authorisation, application or status ended."""

    COMMERCIAL = "commercial", "business reasons of the holder"
    EXPIRED = "expired", "not renewed, expired or lapsed"
    SAFETY = "safety", "harm, or doubt about safety"
    EFFICACY = "efficacy", "benefit not shown or not confirmed"
    QUALITY = "quality", "manufacture, identity or quality of the product"
    REPLACED = "replaced", "replaced by another authorisation, or transferred"
    UNTOLD = "untold", "no source read so far tells why"


class DiseaseArea(Code):
    """Fields of medicine by which patients and clinics look for diseases."""

    HAEMATOLOGICAL_MALIGNANCY = "haematological-malignancy", "cancers of blood and lymph"
    SOLID_TUMOUR = "solid-tumour", "all other tumours, and what disposes to them"
    BLOOD = "blood", "inherited and acquired disorders of blood and marrow that are no cancers"
    IMMUNODEFICIENCY = "immunodeficiency", "inborn errors of immunity"
    AUTOIMMUNE = "autoimmune", "immunity against one's own body"
    TRANSPLANTATION = "transplantation", "transplantation, rejection, graft-versus-host disease and other sequels"
    NERVOUS_SYSTEM = "nervous-system", "brain, spinal cord, nerves and motor neurones"
    MUSCLE = "muscle", "dystrophies and myopathies"
    METABOLIC = "metabolic", "inborn errors of metabolism, storage diseases and amyloidosis"
    EYE = "eye", "cornea, retina and optic nerve"
    EAR = "ear", "hearing"
    HEART_AND_VESSELS = "heart-and-vessels", "heart and circulation"
    BONE_AND_JOINT = "bone-and-joint", "cartilage, joints, bones and spine"
    SKIN = "skin", "skin and wounds"
    DIGESTIVE = "digestive", "gut and liver"
    RESPIRATORY = "respiratory", "airways and lungs"
    OTHER = "other", "none of these"


class MappingPredicate(Code):
    """SSSOM predicate of a mapping: how the mapped concept relates to ours."""

    EXACT = "skos:exactMatch", "the same disease"
    CLOSE = "skos:closeMatch", "nearly the same disease"
    BROAD = "skos:broadMatch", "the mapped concept is wider than ours"
    NARROW = "skos:narrowMatch", "the mapped concept is narrower than ours"


class MappingJustification(Code):
    """SSSOM justification of a mapping (Semantic Mapping Vocabulary)."""

    MANUAL = "semapv:ManualMappingCuration", "a curator compared both concepts"
    LEXICAL = "semapv:LexicalMatching", "label or synonym agree, case and spelling aside"
    DATABASE = "semapv:DatabaseCrossReference", "a public vocabulary states the cross-reference"


class TextKind(Code):
    """Whose words a stored text is in."""

    NOTE = "note", "our own words about the announcement"
    FULL_TEXT = "full_text", "the publisher's words"


class SourceKind(Code):
    """What kind of publisher a source is."""

    REGULATOR = "regulator", "a medicines agency"
    REGISTER = "register", "an official register or list"
    COMPANY = "company", "the applicant, holder or their partner"
    WIRE = "wire", "a press-release wire: the company's words"
    TRADE_PRESS = "trade_press", "news for the industry"
    NEWS = "news", "general news"
    LITERATURE = "literature", "journals and reviews"
    PATIENT_ORGANISATION = "patient_organisation", "patients' organisations and charities"
    OTHER = "other", "anything else, and publishers that the reference table does not hold"


class ProductScope(Code):
    """The two scopes of the dataset."""

    CELL_THERAPY = "cell_therapy", "cell and tissue-engineered products, gene-modified cells among them"
    GENE_THERAPY = "gene_therapy", "genes delivered in vivo, oncolytic viruses"


class ProductOrigin(Code):
    """Whose cells."""

    AUTOLOGOUS = "autologous", "the patient's own"
    ALLOGENEIC = "allogeneic", "a donor's"


class ProductStatus(Code):
    """How a product came into the table."""

    CURATED = "curated", "listed in the reference data"
    PROVISIONAL = "provisional", "found in a document, awaiting review"


class Modality(Code):
    """The class of product."""

    CAR_T = "car_t", "chimeric antigen receptor T cells"
    TCR_T = "tcr_t", "T cell receptor-engineered T cells"
    TIL = "til", "tumour-infiltrating lymphocytes"
    VIRUS_SPECIFIC_T = "virus_specific_t", "virus-specific T cells"
    DONOR_T = "donor_t", "donor T cells"
    ENGINEERED_GRAFT = "engineered_graft", "stem-cell graft of composed cell populations"
    NK = "nk", "natural killer cells"
    CIK = "cik", "cytokine-induced killer cells"
    TREG = "treg", "regulatory T cells"
    DENDRITIC = "dendritic", "dendritic and other antigen-presenting cells"
    TUMOUR_CELL_VACCINE = "tumour_cell_vaccine", "tumour-cell vaccine"
    HSC_GENE_MODIFIED = "hsc_gene_modified", "haematopoietic stem cells modified by a vector"
    HSC_GENE_EDITED = "hsc_gene_edited", "gene-edited haematopoietic stem cells"
    CORD_BLOOD = "cord_blood", "cord blood, expanded or not"
    MSC = "msc", "mesenchymal stromal cells"
    IPSC_DERIVED = "ipsc_derived", "cells derived from induced pluripotent stem cells"
    ISLET = "islet", "pancreatic islets, from donors or stem cells"
    CHONDROCYTE = "chondrocyte", "chondrocytes and cartilage tissue"
    SKIN = "skin", "keratinocytes, fibroblasts and skin tissue"
    CORNEAL = "corneal", "corneal epithelium or endothelium"
    ORAL_MUCOSA = "oral_mucosa", "oral mucosal epithelium"
    OSTEOBLAST = "osteoblast", "osteoblasts"
    MYOBLAST = "myoblast", "myoblasts and muscle cells"
    HEPATOCYTE = "hepatocyte", "hepatocytes and liver cells"
    THYMUS = "thymus", "thymus tissue"
    ENCAPSULATED = "encapsulated", "encapsulated cells"
    ACELLULAR_TISSUE = "acellular_tissue", "acellular tissue made by or from cells"
    CARDIOSPHERE = "cardiosphere", "cardiosphere-derived cells"
    OTHER_CELL = "other_cell", "another cell therapy"
    AAV = "aav", "adeno-associated virus vector in vivo"
    ADENOVIRAL = "adenoviral", "adenoviral vector in vivo"
    HSV = "hsv", "herpes simplex virus vector in vivo"
    PLASMID = "plasmid", "plasmid in vivo"
    ONCOLYTIC_VIRUS = "oncolytic_virus", "oncolytic virus"
    IN_VIVO_EDITING = "in_vivo_editing", "gene editing in vivo"
    OTHER_GENE = "other_gene", "another in vivo gene therapy"


class NameKind(Code):
    """What kind of name a product name is."""

    INN = "inn", "international non-proprietary name"
    BRAND = "brand", "trade name"
    CODE = "code", "development code"
    ABBREVIATION = "abbreviation", "usual short form of the INN"
    NATIVE = "native", "name in another script or language"
    OTHER = "other", "descriptive, former or variant name"


class RejectionReason(Code):
    """Why an input or a row was refused."""

    EMPTY = "empty", "the file holds no text"
    TOO_LARGE = "too_large", "the file is larger than the limit"
    BINARY = "binary", "the bytes are not text of the stated kind"
    ENCODING = "encoding", "the bytes are not valid in the encoding they state"
    ENCRYPTED = "encrypted", "the file wants a password"
    NO_TEXT = "no_text", "no main text could be read from the file"
    UNREADABLE = "unreadable", "the file is damaged or of an unknown kind"
    FRONT_MATTER = "front_matter", "the front matter lacks or misstates something"
    CHANGED = "changed", "the stored bytes differ from their recorded SHA-256"
    DUPLICATE_ID = "duplicate_id", "the identifier is taken by another row"
    SHARED_NAME = "shared_name", "two things claim the same name"
    INVALID_ROW = "invalid_row", "a row breaks a constraint of its table"
    UNKNOWN_REFERENCE = "unknown_reference", "a row points to something that does not exist"
    UNKNOWN_LAYOUT = "unknown_layout", "the columns are not those that the register is known to have"
    UNKNOWN_VALUE = "unknown_value", "the register uses a value that nobody has given a meaning"
    DATE_FORM = "date_form", "the date is not written in the form of this register"
    WRONG_CONTENT = "wrong_content", "the file holds something else than the register, such as an error page"
    UNSAFE = "unsafe", "the file could harm whoever opens it"
    TRUNCATED = "truncated", "the file ends before its content does"
    CONTRADICTS_ITSELF = "contradicts_itself", "two cells of one row cannot both be true"
    OUT_OF_SCOPE = "out_of_scope", "the register calls it a cell or gene therapy, the curators do not"


class IdentifierScheme(Code):
    """Whose number identifies a product or an application."""

    BLA = "BLA", "biologics license application, six digits (FDA); also called STN"
    FDA_ORPHAN = "FDA_ORPHAN", "key of a designation in the FDA's orphan database"
    EMA = "EMA", "EMA product number, EMEA/H/C/ and six digits"
    EU_MA = "EU_MA", "marketing authorisation in the Union Register, EU/1/ year / number"
    EU_ORPHAN = "EU_ORPHAN", "orphan designation of the Union, EU/3/ year / number"
    HC_SUBMISSION = "HC_SUBMISSION", "submission control number (Health Canada)"
    DIN = "DIN", "drug identification number (Health Canada), eight digits"
    SWISSMEDIC = "SWISSMEDIC", "authorisation number (Swissmedic), five digits"
    HK = "HK", "certificate of registration (Hong Kong), HK- and five digits"
    CDE = "CDE", "acceptance number (China), four letters and seven digits"
    NMPA = "NMPA", "approval number (China)"
    PMDA = "PMDA", "approval number (Japan)"
    ARTG = "ARTG", "entry of the Australian Register of Therapeutic Goods"
    MFDS = "MFDS", "item code (Korea), nine digits"
    HSA = "HSA", "registration number of a cell, tissue or gene therapy product (Singapore)"
    PLGB = "PLGB", "product licence (Great Britain)"


class Selection(Code):
    """Why a record of a register was taken to be about a cell or gene therapy."""

    FLAG = "flag", "the register's own flag or class says so"
    CURATED = "curated", "its number or name is that of a curated product"
    STEM = "stem", "its non-proprietary name ends like one"


class CoverageKind(Code):
    """What the dataset is measured against."""

    LIST = "list", "a list that names its members"
    COUNT = "count", "a published number without names"


class CoverageUnit(Code):
    """What a reference counts."""

    PRODUCT = "product", "products, each at its first step of that type in the jurisdiction"
    STEP = "step", "steps of that type: first approvals and those for further uses"


class ChangeKind(Code):
    """What happened to a row between two releases."""

    ADDED = "added", "the row is new"
    CHANGED = "changed", "a field of the row has another value"
    REMOVED = "removed", "the row is gone"


class ChangeReason(Code):
    """Why a row was added, changed or removed between two releases."""

    NEW = "new", "found in what was read since"
    EVIDENCE = "evidence", "the documents that tell of it are others now; the detail names them"
    EXTRACTION_RULES = "extraction_rules", "its documents were read again by other rules"
    MERGED = "merged", "it proved to be the same as another row, which the detail names"
    PARENT_REMOVED = "parent_removed", "the row that it belonged to was removed, for a reason of its own"
    DERIVED = "derived", "it was derived from milestones that changed; the detail names them"
    MENDED = "mended", "what had been refused is accepted now, or no longer offered"
    CURATED = "curated", "a curator says why in the detail"
    INPUTS = "inputs", "reference data, or what it is derived from, changed"
