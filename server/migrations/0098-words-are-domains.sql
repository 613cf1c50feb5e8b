-- Each list of words is a domain: named once, whichever columns hold it. The server reads a CHECK of a table anew
-- for each statement that writes to it, and that of a domain once a connection (docs/decisions/132).
CREATE DOMAIN account_state AS text CHECK (VALUE IN ('unclaimed', 'active', 'disabled', 'merged'));
CREATE DOMAIN accreditation_state AS text CHECK (VALUE IN ('applied', 'reviewed', 'returned', 'withdrawn', 'refused',
  'accredited', 'suspended', 'replaced', 'expired', 'revoked'));
CREATE DOMAIN actor_kind AS text CHECK (VALUE IN ('individual', 'employer', 'institution', 'industry', 'hrss',
  'systemAdmin', 'securityAdmin', 'auditAdmin'));
CREATE DOMAIN api_key_state AS text CHECK (VALUE IN ('active', 'revoked'));
CREATE DOMAIN appealed_from AS text CHECK (VALUE IN ('rejected', 'recognised'));
CREATE DOMAIN attendance_mark AS text CHECK (VALUE IN ('present', 'late', 'absent', 'leave'));
CREATE DOMAIN attendance_source AS text CHECK (VALUE IN ('qr', 'list', 'sheet'));
CREATE DOMAIN audit_check_state AS text CHECK (VALUE IN ('waiting', 'running', 'done', 'failed'));
CREATE DOMAIN capability AS text CHECK (VALUE IN ('employer', 'institution', 'industry', 'hrss', 'hosting'));
CREATE DOMAIN captcha_kind AS text CHECK (VALUE IN ('image', 'work'));
CREATE DOMAIN case_act AS text CHECK (VALUE IN ('create', 'propose', 'return', 'confirm', 'dismiss', 'withdraw',
  'expire'));
CREATE DOMAIN case_state AS text CHECK (VALUE IN ('draft', 'proposed', 'inForce', 'dismissed', 'withdrawn', 'expired'));
CREATE DOMAIN case_subject_kind AS text CHECK (VALUE IN ('person', 'unit', 'institution'));
CREATE DOMAIN category AS text CHECK (VALUE IN ('public', 'professional', 'elective'));
CREATE DOMAIN certificate_state AS text CHECK (VALUE IN ('valid', 'withdrawn', 'replaced'));
CREATE DOMAIN certificate_template_state AS text CHECK (VALUE IN ('draft', 'published', 'discarded', 'retired'));
CREATE DOMAIN certification_outcome AS text CHECK (VALUE IN ('certified', 'closed', 'held', 'moved', 'outdated'));
CREATE DOMAIN certification_run_state AS text CHECK (VALUE IN ('standing', 'undone'));
CREATE DOMAIN certification_undo AS text CHECK (VALUE IN ('uncertified', 'ended', 'own'));
CREATE DOMAIN certify_way AS text CHECK (VALUE IN ('onRequest', 'batch'));
CREATE DOMAIN class_act AS text CHECK (VALUE IN ('create', 'submit', 'withdraw', 'approve', 'return', 'open', 'pause',
  'resume', 'close', 'reopen', 'draw', 'resize', 'promotion', 'release', 'change', 'start', 'assess', 'continue',
  'finish', 'cancel', 'message'));
CREATE DOMAIN class_confirmation AS text CHECK (VALUE IN ('first', 'hand', 'draw'));
CREATE DOMAIN class_exam AS text CHECK (VALUE IN ('computer', 'written', 'practical', 'assessment', 'exempt'));
CREATE DOMAIN class_organisation AS text CHECK (VALUE IN ('online', 'faceToFace', 'mixed'));
CREATE DOMAIN class_state AS text CHECK (VALUE IN ('draft', 'submitted', 'returned', 'approved', 'accepting',
  'paused', 'closed', 'running', 'assessing', 'finished', 'cancelled'));
CREATE DOMAIN code_contact AS text CHECK (VALUE IN ('phone', 'email'));
CREATE DOMAIN code_purpose AS text CHECK (VALUE IN ('contact', 'recovery', 'claim', 'helpDesk', 'registration'));
CREATE DOMAIN completion_state AS text CHECK (VALUE IN ('credited', 'unmatched', 'refused', 'reversed'));
CREATE DOMAIN correction_act AS text CHECK (VALUE IN ('create', 'submit', 'withdraw', 'return', 'approve', 'reject'));
CREATE DOMAIN correction_kind AS text CHECK (VALUE IN ('name', 'document', 'merge'));
CREATE DOMAIN correction_state AS text CHECK (VALUE IN ('draft', 'submitted', 'returned', 'approved', 'rejected',
  'withdrawn'));
CREATE DOMAIN course_act AS text CHECK (VALUE IN ('create', 'submit', 'withdraw', 'return', 'file', 'publish',
  'close', 'stop'));
CREATE DOMAIN course_state AS text CHECK (VALUE IN ('draft', 'submitted', 'returned', 'filed', 'published', 'closed'));
CREATE DOMAIN declaration_act AS text CHECK (VALUE IN ('create', 'submit', 'withdraw', 'return', 'pass', 'recognise',
  'reject', 'undo', 'escalate', 'follow', 'appeal', 'uphold', 'grant', 'revoke', 'reinstate'));
CREATE DOMAIN declaration_batch_state AS text CHECK (VALUE IN ('draft', 'sent'));
CREATE DOMAIN declaration_state AS text CHECK (VALUE IN ('draft', 'submitted', 'underReview', 'returned',
  'recognised', 'rejected', 'appealed', 'revoked'));
CREATE DOMAIN delivery_channel AS text CHECK (VALUE IN ('sms', 'email'));
CREATE DOMAIN delivery_state AS text CHECK (VALUE IN ('waiting', 'sent', 'failed'));
CREATE DOMAIN employment_end_reason AS text CHECK (VALUE IN ('left', 'retired', 'moved', 'other'));
CREATE DOMAIN employment_kind AS text CHECK (VALUE IN ('main', 'partTime', 'hosted'));
CREATE DOMAIN employment_state AS text CHECK (VALUE IN ('applied', 'accepted', 'confirmed', 'refused', 'withdrawn',
  'ended'));
CREATE DOMAIN enrolment_act AS text CHECK (VALUE IN ('apply', 'nominate', 'withdraw', 'recall', 'confirm', 'wait',
  'refuse', 'reconsider', 'promote', 'draw', 'displace', 'lapse', 'complete', 'fail', 'acknowledge', 'revoke',
  'cancel'));
CREATE DOMAIN enrolment_state AS text CHECK (VALUE IN ('applied', 'confirmed', 'waitlisted', 'refused', 'withdrawn',
  'completed', 'failed'));
CREATE DOMAIN evidence_state AS text CHECK (VALUE IN ('uploading', 'ready'));
CREATE DOMAIN exemption_act AS text CHECK (VALUE IN ('create', 'submit', 'withdraw', 'pass', 'escalate', 'return',
  'refuse', 'grant', 'revoke'));
CREATE DOMAIN exemption_kind AS text CHECK (VALUE IN ('whole', 'months', 'professional'));
CREATE DOMAIN exemption_state AS text CHECK (VALUE IN ('draft', 'submitted', 'underReview', 'returned', 'granted',
  'refused', 'revoked'));
CREATE DOMAIN filing_office AS text CHECK (VALUE IN ('industry', 'hrss'));
CREATE DOMAIN flow_purpose AS text CHECK (VALUE IN ('recovery', 'claim', 'registration'));
CREATE DOMAIN flow_state AS text CHECK (VALUE IN ('sent', 'proven', 'answered', 'done'));
CREATE DOMAIN hour_claim_act AS text CHECK (VALUE IN ('file', 'answer', 'pass', 'escalate', 'accept', 'raise',
  'withdraw'));
CREATE DOMAIN hour_claim_kind AS text CHECK (VALUE IN ('class', 'platform', 'unit', 'past'));
CREATE DOMAIN hour_claim_office AS text CHECK (VALUE IN ('institution', 'employer', 'industry', 'hrss'));
CREATE DOMAIN hour_claim_outcome AS text CHECK (VALUE IN ('mended', 'explained'));
CREATE DOMAIN hour_claim_source AS text CHECK (VALUE IN ('class', 'declaration', 'platform', 'import'));
CREATE DOMAIN hour_claim_state AS text CHECK (VALUE IN ('open', 'answered', 'settled', 'withdrawn'));
CREATE DOMAIN identity_kind AS text CHECK (VALUE IN ('account', 'phone', 'document'));
CREATE DOMAIN invitation_state AS text CHECK (VALUE IN ('offered', 'accepted', 'declined', 'revoked', 'expired'));
CREATE DOMAIN ledger_source_kind AS text CHECK (VALUE IN ('declaration', 'class', 'platform', 'legacy'));
CREATE DOMAIN legacy_batch_state AS text CHECK (VALUE IN ('checking', 'checked', 'committed', 'undone', 'discarded'));
CREATE DOMAIN legacy_person_reason AS text CHECK (VALUE IN ('otherName', 'sameBirthday', 'sameEnding', 'sameUnit'));
CREATE DOMAIN legacy_person_state AS text CHECK (VALUE IN ('known', 'new', 'near'));
CREATE DOMAIN outbox_kind AS text CHECK (VALUE IN ('message', 'job'));
CREATE DOMAIN paper_purpose AS text CHECK (VALUE IN ('change', 'handover', 'accreditation'));
CREATE DOMAIN parent_state AS text CHECK (VALUE IN ('none', 'asked', 'accepted'));
CREATE DOMAIN pending_policy AS text CHECK (VALUE IN ('follow', 'finish'));
CREATE DOMAIN profile_state AS text CHECK (VALUE IN ('draft', 'submitted', 'returned', 'confirmed', 'superseded'));
CREATE DOMAIN restriction_kind AS text CHECK (VALUE IN ('suspendYear', 'noPublishing'));
CREATE DOMAIN review_office AS text CHECK (VALUE IN ('employer', 'industry', 'hrss'));
CREATE DOMAIN review_purpose AS text CHECK (VALUE IN ('review', 'appeal'));
CREATE DOMAIN review_step_state AS text CHECK (VALUE IN ('waiting', 'open', 'passed', 'returned', 'decided', 'void',
  'lapsed'));
CREATE DOMAIN rule_set_state AS text CHECK (VALUE IN ('draft', 'scheduled', 'effective', 'superseded'));
CREATE DOMAIN seat_level AS text CHECK (VALUE IN ('manager', 'clerk'));
CREATE DOMAIN second_factor_state AS text CHECK (VALUE IN ('pending', 'active'));
CREATE DOMAIN setting_part AS text CHECK (VALUE IN ('system', 'login', 'industries', 'returnReasons', 'rejectReasons',
  'cutReasons', 'upholdReasons'));
CREATE DOMAIN sex AS text CHECK (VALUE IN ('male', 'female'));
CREATE DOMAIN staffed_kind AS text CHECK (VALUE IN ('employer', 'institution', 'industry', 'hrss'));
CREATE DOMAIN task_state AS text CHECK (VALUE IN ('waiting', 'running', 'done', 'failed', 'cancelled'));
CREATE DOMAIN title_level AS text CHECK (VALUE IN ('none', 'senior', 'associateSenior', 'intermediate', 'assistant',
  'junior'));
CREATE DOMAIN topic_state AS text CHECK (VALUE IN ('draft', 'published', 'withdrawn'));
CREATE DOMAIN transfer_state AS text CHECK (VALUE IN ('waiting', 'objected', 'released', 'upheld', 'cancelled'));
CREATE DOMAIN unit_change_state AS text CHECK (VALUE IN ('requested', 'approved', 'refused', 'withdrawn'));
CREATE DOMAIN unit_join_state AS text CHECK (VALUE IN ('applied', 'accepted', 'refused'));
CREATE DOMAIN unit_state AS text CHECK (VALUE IN ('draft', 'submitted', 'returned', 'approved', 'suspended', 'merged',
  'closed', 'rejected', 'discarded'));
CREATE DOMAIN verification_way AS text CHECK (VALUE IN ('code', 'number', 'file', 'credential'));
CREATE DOMAIN webhook_delivery_state AS text CHECK (VALUE IN ('waiting', 'delivered', 'dead'));
CREATE DOMAIN webhook_state AS text CHECK (VALUE IN ('active', 'paused', 'removed'));
CREATE DOMAIN year_state AS text CHECK (VALUE IN ('notMet', 'met', 'certified', 'suspended', 'revoked'));

ALTER TABLE accounts DROP CONSTRAINT accounts_state_check, ALTER COLUMN state TYPE account_state;
ALTER TABLE accreditations DROP CONSTRAINT accreditations_state_check, ALTER COLUMN state TYPE accreditation_state;
ALTER TABLE api_keys DROP CONSTRAINT api_keys_state_check, ALTER COLUMN state TYPE api_key_state;
ALTER TABLE attendance DROP CONSTRAINT attendance_mark_check, ALTER COLUMN mark TYPE attendance_mark,
  DROP CONSTRAINT attendance_source_check, ALTER COLUMN source TYPE attendance_source;
ALTER TABLE attendance_changes DROP CONSTRAINT attendance_changes_former_check,
  ALTER COLUMN former TYPE attendance_mark, DROP CONSTRAINT attendance_changes_former_source_check,
  ALTER COLUMN former_source TYPE attendance_source, DROP CONSTRAINT attendance_changes_mark_check,
  ALTER COLUMN mark TYPE attendance_mark;
ALTER TABLE audit_checks DROP CONSTRAINT audit_checks_state_check, ALTER COLUMN state TYPE audit_check_state;
ALTER TABLE captchas DROP CONSTRAINT captchas_kind_check, ALTER COLUMN kind TYPE captcha_kind;
ALTER TABLE case_events DROP CONSTRAINT case_events_act_check, ALTER COLUMN act TYPE case_act;
ALTER TABLE cases DROP CONSTRAINT cases_state_check, ALTER COLUMN state TYPE case_state,
  DROP CONSTRAINT cases_subject_kind_check, ALTER COLUMN subject_kind TYPE case_subject_kind;
ALTER TABLE certificate_looks DROP CONSTRAINT certificate_looks_way_check, ALTER COLUMN way TYPE verification_way;
ALTER TABLE certificate_templates DROP CONSTRAINT certificate_templates_state_check,
  ALTER COLUMN state TYPE certificate_template_state;
ALTER TABLE certificates DROP CONSTRAINT certificates_state_check, ALTER COLUMN state TYPE certificate_state;
ALTER TABLE certification_outcomes DROP CONSTRAINT certification_outcomes_outcome_check,
  ALTER COLUMN outcome TYPE certification_outcome, DROP CONSTRAINT certification_outcomes_undo_check,
  ALTER COLUMN undo TYPE certification_undo;
ALTER TABLE certification_runs DROP CONSTRAINT certification_runs_state_check,
  ALTER COLUMN state TYPE certification_run_state;
ALTER TABLE class_events DROP CONSTRAINT class_events_act_check, ALTER COLUMN act TYPE class_act;
ALTER TABLE classes DROP CONSTRAINT classes_category_check, ALTER COLUMN category TYPE category,
  DROP CONSTRAINT classes_confirmation_check, ALTER COLUMN confirmation TYPE class_confirmation,
  DROP CONSTRAINT classes_exam_check, ALTER COLUMN exam TYPE class_exam, DROP CONSTRAINT classes_office_check,
  ALTER COLUMN office TYPE filing_office, DROP CONSTRAINT classes_organisation_check,
  ALTER COLUMN organisation TYPE class_organisation, DROP CONSTRAINT classes_state_check,
  ALTER COLUMN state TYPE class_state;
ALTER TABLE codes DROP CONSTRAINT codes_contact_check, ALTER COLUMN contact TYPE code_contact,
  DROP CONSTRAINT codes_purpose_check, ALTER COLUMN purpose TYPE code_purpose;
ALTER TABLE completions DROP CONSTRAINT completions_category_check, ALTER COLUMN category TYPE category,
  DROP CONSTRAINT completions_state_check, ALTER COLUMN state TYPE completion_state;
ALTER TABLE correction_events DROP CONSTRAINT correction_events_act_check, ALTER COLUMN act TYPE correction_act;
ALTER TABLE corrections DROP CONSTRAINT corrections_kind_check, ALTER COLUMN kind TYPE correction_kind,
  DROP CONSTRAINT corrections_state_check, ALTER COLUMN state TYPE correction_state;
ALTER TABLE course_events DROP CONSTRAINT course_events_act_check, ALTER COLUMN act TYPE course_act;
ALTER TABLE courses DROP CONSTRAINT courses_category_check, ALTER COLUMN category TYPE category,
  DROP CONSTRAINT courses_office_check, ALTER COLUMN office TYPE filing_office, DROP CONSTRAINT courses_state_check,
  ALTER COLUMN state TYPE course_state;
ALTER TABLE declaration_batches DROP CONSTRAINT declaration_batches_category_check,
  ALTER COLUMN category TYPE category, DROP CONSTRAINT declaration_batches_state_check,
  ALTER COLUMN state TYPE declaration_batch_state;
ALTER TABLE declaration_events DROP CONSTRAINT declaration_events_act_check, ALTER COLUMN act TYPE declaration_act;
ALTER TABLE declarations DROP CONSTRAINT declarations_appealed_from_check,
  ALTER COLUMN appealed_from TYPE appealed_from, DROP CONSTRAINT declarations_category_check,
  ALTER COLUMN category TYPE category, DROP CONSTRAINT declarations_state_check,
  ALTER COLUMN state TYPE declaration_state;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_channel_check, ALTER COLUMN channel TYPE delivery_channel,
  DROP CONSTRAINT deliveries_state_check, ALTER COLUMN state TYPE delivery_state;
ALTER TABLE employments DROP CONSTRAINT employments_end_reason_check,
  ALTER COLUMN end_reason TYPE employment_end_reason, DROP CONSTRAINT employments_kind_check,
  ALTER COLUMN kind TYPE employment_kind, DROP CONSTRAINT employments_pending_policy_check,
  ALTER COLUMN pending_policy TYPE pending_policy, DROP CONSTRAINT employments_state_check,
  ALTER COLUMN state TYPE employment_state;
ALTER TABLE enrolment_events DROP CONSTRAINT enrolment_events_act_check, ALTER COLUMN act TYPE enrolment_act;
ALTER TABLE enrolments DROP CONSTRAINT enrolments_state_check, ALTER COLUMN state TYPE enrolment_state,
  DROP CONSTRAINT enrolments_title_level_check, ALTER COLUMN title_level TYPE title_level;
ALTER TABLE evidence DROP CONSTRAINT evidence_state_check, ALTER COLUMN state TYPE evidence_state;
ALTER TABLE exemption_events DROP CONSTRAINT exemption_events_act_check, ALTER COLUMN act TYPE exemption_act;
ALTER TABLE exemptions DROP CONSTRAINT exemptions_kind_check, ALTER COLUMN kind TYPE exemption_kind,
  DROP CONSTRAINT exemptions_state_check, ALTER COLUMN state TYPE exemption_state;
ALTER TABLE flows DROP CONSTRAINT flows_purpose_check, ALTER COLUMN purpose TYPE flow_purpose,
  DROP CONSTRAINT flows_state_check, ALTER COLUMN state TYPE flow_state;
ALTER TABLE hour_claim_events DROP CONSTRAINT hour_claim_events_act_check, ALTER COLUMN act TYPE hour_claim_act;
ALTER TABLE hour_claims DROP CONSTRAINT hour_claims_kind_check, ALTER COLUMN kind TYPE hour_claim_kind,
  DROP CONSTRAINT hour_claims_office_check, ALTER COLUMN office TYPE hour_claim_office,
  DROP CONSTRAINT hour_claims_outcome_check, ALTER COLUMN outcome TYPE hour_claim_outcome,
  DROP CONSTRAINT hour_claims_source_check, ALTER COLUMN source TYPE hour_claim_source,
  DROP CONSTRAINT hour_claims_state_check, ALTER COLUMN state TYPE hour_claim_state;
ALTER TABLE identities DROP CONSTRAINT identities_kind_check, ALTER COLUMN kind TYPE identity_kind;
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_category_check, ALTER COLUMN category TYPE category,
  DROP CONSTRAINT ledger_entries_source_kind_check, ALTER COLUMN source_kind TYPE ledger_source_kind;
ALTER TABLE legacy_batches DROP CONSTRAINT legacy_batches_state_check, ALTER COLUMN state TYPE legacy_batch_state;
ALTER TABLE legacy_controls DROP CONSTRAINT legacy_controls_category_check, ALTER COLUMN category TYPE category;
ALTER TABLE legacy_people DROP CONSTRAINT legacy_people_reason_check, ALTER COLUMN reason TYPE legacy_person_reason,
  DROP CONSTRAINT legacy_people_state_check, ALTER COLUMN state TYPE legacy_person_state;
ALTER TABLE legacy_rows DROP CONSTRAINT legacy_rows_category_check, ALTER COLUMN category TYPE category;
ALTER TABLE legacy_totals DROP CONSTRAINT legacy_totals_category_check, ALTER COLUMN category TYPE category;
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ALTER COLUMN kind TYPE outbox_kind;
ALTER TABLE profiles DROP CONSTRAINT profiles_sex_check, ALTER COLUMN sex TYPE sex,
  DROP CONSTRAINT profiles_state_check, ALTER COLUMN state TYPE profile_state,
  DROP CONSTRAINT profiles_title_level_check, ALTER COLUMN title_level TYPE title_level;
ALTER TABLE restrictions DROP CONSTRAINT restrictions_kind_check, ALTER COLUMN kind TYPE restriction_kind;
ALTER TABLE review_steps DROP CONSTRAINT review_steps_office_check, ALTER COLUMN office TYPE review_office,
  DROP CONSTRAINT review_steps_purpose_check, ALTER COLUMN purpose TYPE review_purpose,
  DROP CONSTRAINT review_steps_state_check, ALTER COLUMN state TYPE review_step_state;
ALTER TABLE rule_sets DROP CONSTRAINT rule_sets_certifies_check, ALTER COLUMN certifies TYPE certify_way,
  DROP CONSTRAINT rule_sets_state_check, ALTER COLUMN state TYPE rule_set_state;
ALTER TABLE second_factors DROP CONSTRAINT second_factors_state_check, ALTER COLUMN state TYPE second_factor_state;
ALTER TABLE settings DROP CONSTRAINT settings_part_check, ALTER COLUMN part TYPE setting_part;
ALTER TABLE staff_invitations DROP CONSTRAINT staff_invitations_kind_check, ALTER COLUMN kind TYPE staffed_kind,
  DROP CONSTRAINT staff_invitations_level_check, ALTER COLUMN level TYPE seat_level,
  DROP CONSTRAINT staff_invitations_state_check, ALTER COLUMN state TYPE invitation_state;
ALTER TABLE tasks DROP CONSTRAINT tasks_state_check, ALTER COLUMN state TYPE task_state;
ALTER TABLE topics DROP CONSTRAINT topics_state_check, ALTER COLUMN state TYPE topic_state;
ALTER TABLE transfers DROP CONSTRAINT transfers_state_check, ALTER COLUMN state TYPE transfer_state;
ALTER TABLE unit_capabilities DROP CONSTRAINT unit_capabilities_capability_check,
  ALTER COLUMN capability TYPE capability;
ALTER TABLE unit_changes DROP CONSTRAINT unit_changes_state_check, ALTER COLUMN state TYPE unit_change_state;
ALTER TABLE unit_joins DROP CONSTRAINT unit_joins_state_check, ALTER COLUMN state TYPE unit_join_state;
ALTER TABLE unit_papers DROP CONSTRAINT unit_papers_purpose_check, ALTER COLUMN purpose TYPE paper_purpose;
ALTER TABLE unit_staff DROP CONSTRAINT unit_staff_kind_check, ALTER COLUMN kind TYPE actor_kind,
  DROP CONSTRAINT unit_staff_level_check, ALTER COLUMN level TYPE seat_level;
ALTER TABLE units DROP CONSTRAINT units_parent_state_check, ALTER COLUMN parent_state TYPE parent_state,
  DROP CONSTRAINT units_state_check, ALTER COLUMN state TYPE unit_state;
ALTER TABLE webhook_deliveries DROP CONSTRAINT webhook_deliveries_state_check,
  ALTER COLUMN state TYPE webhook_delivery_state;
ALTER TABLE webhooks DROP CONSTRAINT webhooks_state_check, ALTER COLUMN state TYPE webhook_state;
ALTER TABLE years DROP CONSTRAINT years_state_check, ALTER COLUMN state TYPE year_state;

-- While nothing is known of a table, the newer of two indexes that fit is taken: here the narrower one must be.
DROP INDEX hour_claims_open;
CREATE INDEX hour_claims_open ON hour_claims (office_unit_id, office, since, id) WHERE state = 'open';
