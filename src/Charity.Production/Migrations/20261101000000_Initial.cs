using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charity.Production.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "approval",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    pending_key = table.Column<string>(type: "nvarchar(265)", maxLength: 265, nullable: true, collation: "Latin1_General_100_BIN2"),
                    what_key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    what_values = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    payload = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    requested_by_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    requested_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    requested_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    expires_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    decision = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    decided_by_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decided_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decided_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    note = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attack_state",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    since = table.Column<DateTime>(type: "datetime2", nullable: true),
                    until = table.Column<DateTime>(type: "datetime2", nullable: true),
                    automatic = table.Column<bool>(type: "bit", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    quiet_until = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attack_state", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    actor_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    actor_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    action = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    detail = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true, collation: "Latin1_General_100_BIN2"),
                    detail_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "browser_report",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    directive = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    blocked = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    page = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_browser_report", x => new { x.day, x.directive, x.blocked, x.page });
                });

            migrationBuilder.CreateTable(
                name: "consent",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    person = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    is_child = table.Column<bool>(type: "bit", nullable: false),
                    guardian = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    guardian_relation = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    purpose = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    on_site = table.Column<bool>(type: "bit", nullable: false),
                    in_mail = table.Column<bool>(type: "bit", nullable: false),
                    in_reports = table.Column<bool>(type: "bit", nullable: false),
                    on_social = table.Column<bool>(type: "bit", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    document_sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    recorded_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    recorded_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    withdrawal_reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    cleared_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    erased_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_key",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    friendly_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    xml = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispute",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    account = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    charge_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    donation_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    due_by = table.Column<DateTime>(type: "datetime2", nullable: true),
                    counted_minor = table.Column<long>(type: "bigint", nullable: false),
                    fetched_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    provider_created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispute", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "donor",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    email_key = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    language = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false, collation: "Latin1_General_100_BIN2"),
                    email_verified = table.Column<bool>(type: "bit", nullable: false),
                    bounced_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    news_consent_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    news_consent_text = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_donor", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exception_item",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    severity = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    donation_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    amount_minor = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true, collation: "Latin1_General_100_BIN2"),
                    detail_key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    detail = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    found_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    explained_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    explained_by = table.Column<string>(type: "nvarchar(204)", maxLength: 204, nullable: true, collation: "Latin1_General_100_BIN2"),
                    explanation = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    cause_end = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    owner_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    owner = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exception_item", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gift_export",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    user_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    filter = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    language = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false, collation: "Latin1_General_100_BIN2"),
                    for_programs = table.Column<bool>(type: "bit", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    expected = table.Column<int>(type: "int", nullable: true),
                    rows = table.Column<int>(type: "int", nullable: false),
                    parts = table.Column<int>(type: "int", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    through_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    through_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    ready_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    fetched_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gift_export", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gift_filter",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gift_filter", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_event",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    account = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    event_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    object_type = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    object_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    livemode = table.Column<bool>(type: "bit", nullable: false),
                    api_version = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    provider_created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    body = table.Column<byte[]>(type: "varbinary(max)", maxLength: -1, nullable: false),
                    body_sha256 = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    deliveries = table.Column<int>(type: "int", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    postponed = table.Column<int>(type: "int", nullable: false),
                    due_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    lease_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    done_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    staff_note = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_event", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_check",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    started_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    finished_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    breaches = table.Column<int>(type: "int", nullable: false),
                    detail = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_check", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "legal_entity",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    code = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    registration_number = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    register_url = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    tax_number = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    country_pack = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    stripe_account = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    receipt_prefix = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    general_fund_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    signatory_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    signatory_role = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_legal_entity", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "limit_count",
                columns: table => new
                {
                    policy = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    key = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    window_start = table.Column<DateTime>(type: "datetime2", nullable: false),
                    count = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_limit_count", x => new { x.policy, x.key, x.window_start });
                });

            migrationBuilder.CreateTable(
                name: "mail",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    donation_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    to_address = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    to_name = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    language = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false, collation: "Latin1_General_100_BIN2"),
                    message_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    ambiguous_sends = table.Column<int>(type: "int", nullable: false),
                    compose_failures = table.Column<int>(type: "int", nullable: false),
                    without_document = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    first_tried_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    sent_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    last_reply = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organisation",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    mission = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    about = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    privacy = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    contact_email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    default_language = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false, collation: "Latin1_General_100_BIN2"),
                    languages = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_message",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    subject = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    discriminator = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    payload = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    postponed = table.Column<int>(type: "int", nullable: false),
                    due_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    lease_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    done_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    staff_note = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "payout",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    account = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    automatic = table.Column<bool>(type: "bit", nullable: false),
                    reconciliation_status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    arrival_date = table.Column<DateTime>(type: "datetime2", nullable: false),
                    trace_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    transactions_imported = table.Column<bool>(type: "bit", nullable: false),
                    fetched_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    provider_created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payout", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "poll_mark",
                columns: table => new
                {
                    account = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    stream = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    watermark = table.Column<DateTime>(type: "datetime2", nullable: false),
                    last_good_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    last_found = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_poll_mark", x => new { x.account, x.stream });
                });

            migrationBuilder.CreateTable(
                name: "programme",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    slug = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    description = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    hue = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    position = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programme", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "refund",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    account = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    charge_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    payment_intent_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    donation_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    failure_reason = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    fetched_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    counted_minor = table.Column<long>(type: "bigint", nullable: false),
                    provider_created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refund", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "refused_sign_ins",
                columns: table => new
                {
                    subject = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    hour = table.Column<DateTime>(type: "datetime2", nullable: false),
                    about = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refused_sign_ins", x => new { x.subject, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "search_mark",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    rule = table.Column<int>(type: "int", nullable: false),
                    through_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    through_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    done = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_mark", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "search_part",
                columns: table => new
                {
                    part = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    word = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_part", x => new { x.part, x.word });
                });

            migrationBuilder.CreateTable(
                name: "set_up_proof",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    settings_mark = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    started_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    started_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    session_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    error_code = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    confirmed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_set_up_proof", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staff_invitation",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    roles = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    language = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false, collation: "Latin1_General_100_BIN2"),
                    invited_by_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    invited_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    agreed_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    expires_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    token_version = table.Column<int>(type: "int", nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    used_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    withdrawn_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_invitation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staff_password_reset",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    expires_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    used_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_password_reset", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staff_session",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    device = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    last_seen_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ended_at = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_session", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staff_user",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    display_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    roles = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    language = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false, collation: "Latin1_General_100_BIN2"),
                    last_totp_step = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    last_sign_in_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    disabled_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    disabled_by_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    user_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    normalized_user_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    normalized_email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    email_confirmed = table.Column<bool>(type: "bit", nullable: false),
                    password_hash = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    security_stamp = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    concurrency_stamp = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    phone_number = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    phone_number_confirmed = table.Column<bool>(type: "bit", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "bit", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "bit", nullable: false),
                    access_failed_count = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_user", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stored_file",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    media_type = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    content = table.Column<byte[]>(type: "varbinary(max)", maxLength: -1, nullable: false),
                    @public = table.Column<bool>(name: "public", type: "bit", nullable: false),
                    recallable = table.Column<bool>(type: "bit", nullable: false),
                    gone_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    width = table.Column<int>(type: "int", nullable: true),
                    height = table.Column<int>(type: "int", nullable: true),
                    stored_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_file", x => x.sha256);
                });

            migrationBuilder.CreateTable(
                name: "stripe_call",
                columns: table => new
                {
                    key = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    account = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    purpose = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    target_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    body = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sends = table.Column<int>(type: "int", nullable: false),
                    first_sent_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    answered_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    result_id = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    request_id = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    error_code = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stripe_call", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "stripe_txn",
                columns: table => new
                {
                    account = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    type = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reporting_category = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    fee_minor = table.Column<long>(type: "bigint", nullable: false),
                    net_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    exchange_rate = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    provider_created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    available_on = table.Column<DateTime>(type: "datetime2", nullable: true),
                    payout_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    fee_details = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    fetched_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stripe_txn", x => new { x.account, x.id });
                });

            migrationBuilder.CreateTable(
                name: "timetable",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    next_due = table.Column<DateTime>(type: "datetime2", nullable: false),
                    lease_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    lease_until = table.Column<DateTime>(type: "datetime2", nullable: true),
                    last_started_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    last_succeeded_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    failures = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timetable", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "picture",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    alt = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    focus_x = table.Column<int>(type: "int", nullable: false),
                    focus_y = table.Column<int>(type: "int", nullable: false),
                    shows_person = table.Column<bool>(type: "bit", nullable: false),
                    consent_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    added_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    added_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    withdrawn_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_picture", x => x.id);
                    table.ForeignKey(
                        name: "fk_picture_consent_consent_id",
                        column: x => x.consent_id,
                        principalTable: "consent",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "search_hit",
                columns: table => new
                {
                    word = table.Column<long>(type: "bigint", nullable: false),
                    donor_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_hit", x => new { x.word, x.donor_id });
                    table.ForeignKey(
                        name: "fk_search_hit_donor_donor_id",
                        column: x => x.donor_id,
                        principalTable: "donor",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "exception_note",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    exception_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    by_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exception_note", x => x.id);
                    table.ForeignKey(
                        name: "fk_exception_note_exception_item_exception_id",
                        column: x => x.exception_id,
                        principalTable: "exception_item",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gift_export_part",
                columns: table => new
                {
                    export_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gift_export_part", x => new { x.export_id, x.number });
                    table.ForeignKey(
                        name: "fk_gift_export_part_gift_export_export_id",
                        column: x => x.export_id,
                        principalTable: "gift_export",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    code = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bank_account",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    account_code = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false, collation: "Latin1_General_100_BIN2"),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    iban = table.Column<string>(type: "nvarchar(34)", maxLength: 34, nullable: false, collation: "Latin1_General_100_BIN2"),
                    bic = table.Column<string>(type: "nvarchar(11)", maxLength: 11, nullable: true, collation: "Latin1_General_100_BIN2"),
                    bank_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    holder = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    accepts_donations = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_account", x => x.id);
                    table.ForeignKey(
                        name: "fk_bank_account_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    source_type = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    effective_date = table.Column<DateOnly>(type: "date", nullable: false),
                    posted_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    memo = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    actor = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reverses_id = table.Column<long>(type: "bigint", nullable: true),
                    input_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entry", x => x.id);
                    table.ForeignKey(
                        name: "fk_entry_entry_reverses_id",
                        column: x => x.reverses_id,
                        principalTable: "entry",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_entry_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "planned_entity_change",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    facts = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    planned_by_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    planned_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    planned_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_planned_entity_change", x => x.id);
                    table.ForeignKey(
                        name: "fk_planned_entity_change_legal_entity_id",
                        column: x => x.id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "receipt_series",
                columns: table => new
                {
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    year = table.Column<int>(type: "int", nullable: false),
                    next = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt_series", x => new { x.legal_entity_id, x.year });
                    table.ForeignKey(
                        name: "fk_receipt_series_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "receipt_voided_range",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    year = table.Column<int>(type: "int", nullable: false),
                    first_sequence = table.Column<int>(type: "int", nullable: false),
                    last_sequence = table.Column<int>(type: "int", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    voided_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt_voided_range", x => x.id);
                    table.CheckConstraint("ck_receipt_voided_range", "first_sequence >= 1 and last_sequence >= first_sequence");
                    table.ForeignKey(
                        name: "fk_receipt_voided_range_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "terms_version",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    in_force_from = table.Column<DateTime>(type: "datetime2", nullable: false),
                    text = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sha256 = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_terms_version", x => x.id);
                    table.ForeignKey(
                        name: "fk_terms_version_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "fund",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    programme_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    code = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    restricted = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fund", x => x.id);
                    table.ForeignKey(
                        name: "fk_fund_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_fund_programme_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programme",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "asp_net_user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    claim_type = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    claim_value = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asp_net_user_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_asp_net_user_claims_staff_user_user_id",
                        column: x => x.user_id,
                        principalTable: "staff_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "asp_net_user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_key = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Latin1_General_100_BIN2"),
                    provider_display_name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asp_net_user_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_asp_net_user_logins_staff_user_user_id",
                        column: x => x.user_id,
                        principalTable: "staff_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "asp_net_user_tokens",
                columns: table => new
                {
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    login_provider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    value = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asp_net_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_asp_net_user_tokens_staff_user_user_id",
                        column: x => x.user_id,
                        principalTable: "staff_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "staff_passkey",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    user_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    credential_id = table.Column<byte[]>(type: "varbinary(1023)", maxLength: 1023, nullable: false),
                    credential_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    public_key = table.Column<byte[]>(type: "varbinary(2000)", maxLength: 2000, nullable: false),
                    transports = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    is_backup_eligible = table.Column<bool>(type: "bit", nullable: false),
                    is_backed_up = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    last_used_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_passkey", x => x.id);
                    table.ForeignKey(
                        name: "fk_staff_passkey_staff_user_user_id",
                        column: x => x.user_id,
                        principalTable: "staff_user",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "campaign",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    slug = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    programme_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    title = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    summary = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    story = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    purpose = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    target_groups = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    place = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    surplus_rule = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    gift_examples = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    goal_minor = table.Column<long>(type: "bigint", nullable: true),
                    goal_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    remedy = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    picture_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    story_tells_of_person = table.Column<bool>(type: "bit", nullable: false),
                    story_consent_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    story_without_person = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    takes_messages = table.Column<bool>(type: "bit", nullable: false),
                    currencies = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    first_gift_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    state_changed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    position = table.Column<int>(type: "int", nullable: false),
                    translations = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign", x => x.id);
                    table.ForeignKey(
                        name: "fk_campaign_consent_story_consent_id",
                        column: x => x.story_consent_id,
                        principalTable: "consent",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_campaign_picture_picture_id",
                        column: x => x.picture_id,
                        principalTable: "picture",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_campaign_programme_programme_id",
                        column: x => x.programme_id,
                        principalTable: "programme",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "picture_file",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    picture_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    width = table.Column<int>(type: "int", nullable: false),
                    height = table.Column<int>(type: "int", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_picture_file", x => x.sha256);
                    table.ForeignKey(
                        name: "fk_picture_file_picture_picture_id",
                        column: x => x.picture_id,
                        principalTable: "picture",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "posting",
                columns: table => new
                {
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    line = table.Column<int>(type: "int", nullable: false),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    fund_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_posting", x => new { x.entry_id, x.line });
                    table.CheckConstraint("ck_posting_amount", "amount_minor <> 0");
                    table.ForeignKey(
                        name: "fk_posting_account_account_id",
                        column: x => x.account_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_posting_entry_entry_id",
                        column: x => x.entry_id,
                        principalTable: "entry",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_posting_fund_fund_id",
                        column: x => x.fund_id,
                        principalTable: "fund",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "campaign_address",
                columns: table => new
                {
                    slug = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    campaign_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    retired_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_address", x => x.slug);
                    table.ForeignKey(
                        name: "fk_campaign_address_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "campaign_draft",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    campaign_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    body = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    translations = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    edition = table.Column<int>(type: "int", nullable: false),
                    started_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    saved_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    saved_by_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    saved_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    publish_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    schedule_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    scheduled_by_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    scheduled_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    refused_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    refused = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_draft", x => x.id);
                    table.ForeignKey(
                        name: "fk_campaign_draft_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "campaign_edition",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    campaign_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    published_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    by_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    body = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_edition", x => x.id);
                    table.ForeignKey(
                        name: "fk_campaign_edition_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "campaign_receiver",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    campaign_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    fund_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    takes_cards = table.Column<bool>(type: "bit", nullable: false),
                    takes_transfers = table.Column<bool>(type: "bit", nullable: false),
                    position = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_receiver", x => x.id);
                    table.ForeignKey(
                        name: "fk_campaign_receiver_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_campaign_receiver_fund_fund_id",
                        column: x => x.fund_id,
                        principalTable: "fund",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_campaign_receiver_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "campaign_revision",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    campaign_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    made_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    before = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    after = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    made_by = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_revision", x => x.id);
                    table.ForeignKey(
                        name: "fk_campaign_revision_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "campaign_total",
                columns: table => new
                {
                    campaign_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    raised_minor = table.Column<long>(type: "bigint", nullable: false),
                    gifts = table.Column<int>(type: "int", nullable: false),
                    donors = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_total", x => new { x.campaign_id, x.currency });
                    table.ForeignKey(
                        name: "fk_campaign_total_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "campaign_update",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    campaign_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    title = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    body = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    tells_of_person = table.Column<bool>(type: "bit", nullable: false),
                    consent_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    published_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    corrected_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    taken_down_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    written_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    written_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_campaign_update", x => x.id);
                    table.ForeignKey(
                        name: "fk_campaign_update_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_campaign_update_consent_consent_id",
                        column: x => x.consent_id,
                        principalTable: "consent",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "donation",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    attempt = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    input_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    channel = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    campaign_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    fund_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    donor_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    terms_version_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: true),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: false, collation: "Latin1_General_100_BIN2"),
                    covered_fee_minor = table.Column<long>(type: "bigint", nullable: false),
                    settled_minor = table.Column<long>(type: "bigint", nullable: true),
                    settled_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true, collation: "Latin1_General_100_BIN2"),
                    fee_minor = table.Column<long>(type: "bigint", nullable: true),
                    language = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false, collation: "Latin1_General_100_BIN2"),
                    donor_name = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    company_name = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    company_number = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    anonymity = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    dedication_kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    dedication_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    message = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    message_state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    news_consent = table.Column<bool>(type: "bit", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    paid_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    succeeded_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    late = table.Column<bool>(type: "bit", nullable: false),
                    session_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    session_url = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    session_expires_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    session_attempt = table.Column<int>(type: "int", nullable: false),
                    payment_intent_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    charge_id = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: true, collation: "Latin1_General_100_BIN2"),
                    transfer_reference = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true, collation: "Latin1_General_100_BIN2"),
                    refunded_minor = table.Column<long>(type: "bigint", nullable: false),
                    refund_reserved_minor = table.Column<long>(type: "bigint", nullable: false),
                    lost_to_dispute_minor = table.Column<long>(type: "bigint", nullable: false),
                    dispute_open = table.Column<bool>(type: "bit", nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    token_version = table.Column<int>(type: "int", nullable: false),
                    search_text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_donation", x => x.id);
                    table.CheckConstraint("ck_donation_amount", "amount_minor > 0");
                    table.CheckConstraint("ck_donation_refunds", "refund_reserved_minor <= amount_minor");
                    table.ForeignKey(
                        name: "fk_donation_campaign_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaign",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_donation_donor_donor_id",
                        column: x => x.donor_id,
                        principalTable: "donor",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_donation_fund_fund_id",
                        column: x => x.fund_id,
                        principalTable: "fund",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_donation_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_donation_terms_version_terms_version_id",
                        column: x => x.terms_version_id,
                        principalTable: "terms_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "donation_tax_id",
                columns: table => new
                {
                    donation_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    @sealed = table.Column<string>(name: "sealed", type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    added_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_donation_tax_id", x => x.donation_id);
                    table.ForeignKey(
                        name: "fk_donation_tax_id_donation_donation_id",
                        column: x => x.donation_id,
                        principalTable: "donation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gift_hold",
                columns: table => new
                {
                    donation_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    expires_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    mailed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    confirmed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    lapsed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gift_hold", x => x.donation_id);
                    table.ForeignKey(
                        name: "fk_gift_hold_donation_donation_id",
                        column: x => x.donation_id,
                        principalTable: "donation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "gift_note",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    donation_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    actor_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    actor_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gift_note", x => x.id);
                    table.ForeignKey(
                        name: "fk_gift_note_donation_donation_id",
                        column: x => x.donation_id,
                        principalTable: "donation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "receipt",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    legal_entity_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    donation_id = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    year = table.Column<int>(type: "int", nullable: false),
                    sequence = table.Column<int>(type: "int", nullable: false),
                    number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    issued_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    snapshot = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    template_version = table.Column<int>(type: "int", nullable: false),
                    sent_sha256 = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: true),
                    voided_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    void_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    withdrawn_by_hand = table.Column<bool>(type: "bit", nullable: false),
                    token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    check_token_hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    token_version = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt", x => x.id);
                    table.ForeignKey(
                        name: "fk_receipt_donation_donation_id",
                        column: x => x.donation_id,
                        principalTable: "donation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_receipt_legal_entity_legal_entity_id",
                        column: x => x.legal_entity_id,
                        principalTable: "legal_entity",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_legal_entity_id_code",
                table: "account",
                columns: new[] { "legal_entity_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approval_decision_expires_at",
                table: "approval",
                columns: new[] { "decision", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_approval_kind_subject",
                table: "approval",
                columns: new[] { "kind", "subject" });

            migrationBuilder.CreateIndex(
                name: "ix_approval_pending_key",
                table: "approval",
                column: "pending_key",
                unique: true,
                filter: "[pending_key] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_asp_net_user_claims_user_id",
                table: "asp_net_user_claims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_asp_net_user_logins_user_id",
                table: "asp_net_user_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_audit_actor_id_id",
                table: "audit",
                columns: new[] { "actor_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_sequence",
                table: "audit",
                column: "sequence",
                unique: true,
                filter: "[sequence] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_subject_id",
                table: "audit",
                columns: new[] { "subject", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_bank_account_iban",
                table: "bank_account",
                column: "iban",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bank_account_legal_entity_id_account_code",
                table: "bank_account",
                columns: new[] { "legal_entity_id", "account_code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_campaign_picture_id",
                table: "campaign",
                column: "picture_id");

            migrationBuilder.CreateIndex(
                name: "ix_campaign_programme_id",
                table: "campaign",
                column: "programme_id");

            migrationBuilder.CreateIndex(
                name: "ix_campaign_slug",
                table: "campaign",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_campaign_story_consent_id",
                table: "campaign",
                column: "story_consent_id");

            migrationBuilder.CreateIndex(
                name: "ix_campaign_address_campaign_id",
                table: "campaign_address",
                column: "campaign_id");

            migrationBuilder.CreateIndex(
                name: "ix_campaign_draft_campaign_id",
                table: "campaign_draft",
                column: "campaign_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_campaign_edition_campaign_id_number",
                table: "campaign_edition",
                columns: new[] { "campaign_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_campaign_receiver_campaign_id_legal_entity_id",
                table: "campaign_receiver",
                columns: new[] { "campaign_id", "legal_entity_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_campaign_receiver_fund_id",
                table: "campaign_receiver",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "ix_campaign_receiver_legal_entity_id",
                table: "campaign_receiver",
                column: "legal_entity_id");

            migrationBuilder.CreateIndex(
                name: "ix_campaign_revision_campaign_id_number",
                table: "campaign_revision",
                columns: new[] { "campaign_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_campaign_update_campaign_id_published_at",
                table: "campaign_update",
                columns: new[] { "campaign_id", "published_at" });

            migrationBuilder.CreateIndex(
                name: "ix_campaign_update_consent_id",
                table: "campaign_update",
                column: "consent_id");

            migrationBuilder.CreateIndex(
                name: "ix_consent_cleared_at_until",
                table: "consent",
                columns: new[] { "cleared_at", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_data_protection_key_friendly_name",
                table: "data_protection_key",
                column: "friendly_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispute_account_provider_id",
                table: "dispute",
                columns: new[] { "account", "provider_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispute_charge_id",
                table: "dispute",
                column: "charge_id");

            migrationBuilder.CreateIndex(
                name: "ix_dispute_donation_id",
                table: "dispute",
                column: "donation_id");

            migrationBuilder.CreateIndex(
                name: "ix_donation_amount_minor_created_at_id",
                table: "donation",
                columns: new[] { "amount_minor", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_attempt",
                table: "donation",
                column: "attempt",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_donation_campaign_id_created_at_id",
                table: "donation",
                columns: new[] { "campaign_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_campaign_id_donor_id",
                table: "donation",
                columns: new[] { "campaign_id", "donor_id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_campaign_id_paid_at",
                table: "donation",
                columns: new[] { "campaign_id", "paid_at" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_channel_created_at_id",
                table: "donation",
                columns: new[] { "channel", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_charge_id",
                table: "donation",
                column: "charge_id",
                unique: true,
                filter: "[charge_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_donation_created_at_id",
                table: "donation",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_currency_created_at_id",
                table: "donation",
                columns: new[] { "currency", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_donor_id_created_at_id",
                table: "donation",
                columns: new[] { "donor_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_fund_id_created_at_id",
                table: "donation",
                columns: new[] { "fund_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_legal_entity_id_created_at_id",
                table: "donation",
                columns: new[] { "legal_entity_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_lost",
                table: "donation",
                columns: new[] { "created_at", "id" },
                filter: "lost_to_dispute_minor > 0");

            migrationBuilder.CreateIndex(
                name: "ix_donation_message_state_created_at",
                table: "donation",
                columns: new[] { "message_state", "created_at" },
                filter: "message IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_donation_payment_intent_id",
                table: "donation",
                column: "payment_intent_id",
                unique: true,
                filter: "[payment_intent_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_donation_refunded",
                table: "donation",
                columns: new[] { "created_at", "id" },
                filter: "refunded_minor > 0");

            migrationBuilder.CreateIndex(
                name: "ix_donation_session_id",
                table: "donation",
                column: "session_id",
                unique: true,
                filter: "[session_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_donation_status_created_at_id",
                table: "donation",
                columns: new[] { "status", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_status_session_expires_at",
                table: "donation",
                columns: new[] { "status", "session_expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_donation_terms_version_id",
                table: "donation",
                column: "terms_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_donation_token_hash",
                table: "donation",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_donation_transfer_reference",
                table: "donation",
                column: "transfer_reference",
                unique: true,
                filter: "[transfer_reference] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_donor_email_key",
                table: "donor",
                column: "email_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_entry_legal_entity_id_effective_date",
                table: "entry",
                columns: new[] { "legal_entity_id", "effective_date" });

            migrationBuilder.CreateIndex(
                name: "ix_entry_legal_entity_id_sequence",
                table: "entry",
                columns: new[] { "legal_entity_id", "sequence" },
                unique: true,
                filter: "[sequence] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_entry_legal_entity_id_source_type_source_id_kind",
                table: "entry",
                columns: new[] { "legal_entity_id", "source_type", "source_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_entry_reverses_id",
                table: "entry",
                column: "reverses_id",
                unique: true,
                filter: "[reverses_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_exception_item_donation_id",
                table: "exception_item",
                column: "donation_id");

            migrationBuilder.CreateIndex(
                name: "ix_exception_item_explained_at_found_at",
                table: "exception_item",
                columns: new[] { "explained_at", "found_at" });

            migrationBuilder.CreateIndex(
                name: "ix_exception_item_kind_subject",
                table: "exception_item",
                columns: new[] { "kind", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exception_item_owner_id_explained_at",
                table: "exception_item",
                columns: new[] { "owner_id", "explained_at" });

            migrationBuilder.CreateIndex(
                name: "ix_exception_note_exception_id",
                table: "exception_note",
                column: "exception_id");

            migrationBuilder.CreateIndex(
                name: "ix_fund_legal_entity_id_code",
                table: "fund",
                columns: new[] { "legal_entity_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fund_programme_id",
                table: "fund",
                column: "programme_id");

            migrationBuilder.CreateIndex(
                name: "ix_gift_export_state_ready_at",
                table: "gift_export",
                columns: new[] { "state", "ready_at" });

            migrationBuilder.CreateIndex(
                name: "ix_gift_export_user_id_created_at",
                table: "gift_export",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_gift_filter_user_id_name",
                table: "gift_filter",
                columns: new[] { "user_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gift_hold_created_at",
                table: "gift_hold",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_gift_hold_expires_at",
                table: "gift_hold",
                column: "expires_at",
                filter: "confirmed_at IS NULL AND lapsed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_gift_hold_token_hash",
                table: "gift_hold",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gift_note_donation_id",
                table: "gift_note",
                column: "donation_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_event_account_event_id",
                table: "inbox_event",
                columns: new[] { "account", "event_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbox_event_object_id",
                table: "inbox_event",
                column: "object_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_event_state_kind_due_at",
                table: "inbox_event",
                columns: new[] { "state", "kind", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_check_started_at",
                table: "ledger_check",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "ix_legal_entity_code",
                table: "legal_entity",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_legal_entity_receipt_prefix",
                table: "legal_entity",
                column: "receipt_prefix",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_legal_entity_stripe_account",
                table: "legal_entity",
                column: "stripe_account",
                unique: true,
                filter: "[stripe_account] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_limit_count_window_start",
                table: "limit_count",
                column: "window_start");

            migrationBuilder.CreateIndex(
                name: "ix_mail_donation_id",
                table: "mail",
                column: "donation_id");

            migrationBuilder.CreateIndex(
                name: "ix_mail_kind_subject",
                table: "mail",
                columns: new[] { "kind", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mail_state_created_at",
                table: "mail",
                columns: new[] { "state", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_kind_subject_discriminator",
                table: "outbox_message",
                columns: new[] { "kind", "subject", "discriminator" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_state_kind_due_at",
                table: "outbox_message",
                columns: new[] { "state", "kind", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_payout_account_provider_id",
                table: "payout",
                columns: new[] { "account", "provider_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_picture_consent_id",
                table: "picture",
                column: "consent_id");

            migrationBuilder.CreateIndex(
                name: "ix_picture_file_picture_id_width",
                table: "picture_file",
                columns: new[] { "picture_id", "width" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_posting_account_id",
                table: "posting",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_posting_fund_id",
                table: "posting",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "ix_programme_slug",
                table: "programme",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipt_check_token_hash",
                table: "receipt",
                column: "check_token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipt_donation_id_kind",
                table: "receipt",
                columns: new[] { "donation_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipt_legal_entity_id_year_sequence",
                table: "receipt",
                columns: new[] { "legal_entity_id", "year", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipt_number",
                table: "receipt",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipt_token_hash",
                table: "receipt",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_receipt_void",
                table: "receipt",
                column: "donation_id",
                filter: "state = 'Void'");

            migrationBuilder.CreateIndex(
                name: "ix_receipt_voided_range_legal_entity_id_year_first_sequence",
                table: "receipt_voided_range",
                columns: new[] { "legal_entity_id", "year", "first_sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refund_account_provider_id",
                table: "refund",
                columns: new[] { "account", "provider_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refund_charge_id",
                table: "refund",
                column: "charge_id");

            migrationBuilder.CreateIndex(
                name: "ix_refund_donation_id",
                table: "refund",
                column: "donation_id");

            migrationBuilder.CreateIndex(
                name: "ix_search_hit_donor_id",
                table: "search_hit",
                column: "donor_id");

            migrationBuilder.CreateIndex(
                name: "ix_set_up_proof_kind_subject",
                table: "set_up_proof",
                columns: new[] { "kind", "subject" });

            migrationBuilder.CreateIndex(
                name: "ix_set_up_proof_token_hash",
                table: "set_up_proof",
                column: "token_hash",
                unique: true,
                filter: "[token_hash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_staff_invitation_email",
                table: "staff_invitation",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_staff_invitation_token_hash",
                table: "staff_invitation",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_passkey_credential_hash",
                table: "staff_passkey",
                column: "credential_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_passkey_user_id",
                table: "staff_passkey",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_staff_password_reset_token_hash",
                table: "staff_password_reset",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_password_reset_user_id",
                table: "staff_password_reset",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_staff_session_user_id",
                table: "staff_session",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "email_index",
                table: "staff_user",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "user_name_index",
                table: "staff_user",
                column: "normalized_user_name",
                unique: true,
                filter: "[normalized_user_name] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_stripe_call_state_first_sent_at",
                table: "stripe_call",
                columns: new[] { "state", "first_sent_at" });

            migrationBuilder.CreateIndex(
                name: "ix_stripe_call_target_id",
                table: "stripe_call",
                column: "target_id");

            migrationBuilder.CreateIndex(
                name: "ix_stripe_txn_account_payout_id",
                table: "stripe_txn",
                columns: new[] { "account", "payout_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stripe_txn_source_id",
                table: "stripe_txn",
                column: "source_id");

            migrationBuilder.CreateIndex(
                name: "ix_terms_version_legal_entity_id_number",
                table: "terms_version",
                columns: new[] { "legal_entity_id", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approval");

            migrationBuilder.DropTable(
                name: "asp_net_user_claims");

            migrationBuilder.DropTable(
                name: "asp_net_user_logins");

            migrationBuilder.DropTable(
                name: "asp_net_user_tokens");

            migrationBuilder.DropTable(
                name: "attack_state");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "bank_account");

            migrationBuilder.DropTable(
                name: "browser_report");

            migrationBuilder.DropTable(
                name: "campaign_address");

            migrationBuilder.DropTable(
                name: "campaign_draft");

            migrationBuilder.DropTable(
                name: "campaign_edition");

            migrationBuilder.DropTable(
                name: "campaign_receiver");

            migrationBuilder.DropTable(
                name: "campaign_revision");

            migrationBuilder.DropTable(
                name: "campaign_total");

            migrationBuilder.DropTable(
                name: "campaign_update");

            migrationBuilder.DropTable(
                name: "data_protection_key");

            migrationBuilder.DropTable(
                name: "dispute");

            migrationBuilder.DropTable(
                name: "donation_tax_id");

            migrationBuilder.DropTable(
                name: "exception_note");

            migrationBuilder.DropTable(
                name: "gift_export_part");

            migrationBuilder.DropTable(
                name: "gift_filter");

            migrationBuilder.DropTable(
                name: "gift_hold");

            migrationBuilder.DropTable(
                name: "gift_note");

            migrationBuilder.DropTable(
                name: "inbox_event");

            migrationBuilder.DropTable(
                name: "ledger_check");

            migrationBuilder.DropTable(
                name: "limit_count");

            migrationBuilder.DropTable(
                name: "mail");

            migrationBuilder.DropTable(
                name: "organisation");

            migrationBuilder.DropTable(
                name: "outbox_message");

            migrationBuilder.DropTable(
                name: "payout");

            migrationBuilder.DropTable(
                name: "picture_file");

            migrationBuilder.DropTable(
                name: "planned_entity_change");

            migrationBuilder.DropTable(
                name: "poll_mark");

            migrationBuilder.DropTable(
                name: "posting");

            migrationBuilder.DropTable(
                name: "receipt");

            migrationBuilder.DropTable(
                name: "receipt_series");

            migrationBuilder.DropTable(
                name: "receipt_voided_range");

            migrationBuilder.DropTable(
                name: "refund");

            migrationBuilder.DropTable(
                name: "refused_sign_ins");

            migrationBuilder.DropTable(
                name: "search_hit");

            migrationBuilder.DropTable(
                name: "search_mark");

            migrationBuilder.DropTable(
                name: "search_part");

            migrationBuilder.DropTable(
                name: "set_up_proof");

            migrationBuilder.DropTable(
                name: "staff_invitation");

            migrationBuilder.DropTable(
                name: "staff_passkey");

            migrationBuilder.DropTable(
                name: "staff_password_reset");

            migrationBuilder.DropTable(
                name: "staff_session");

            migrationBuilder.DropTable(
                name: "stored_file");

            migrationBuilder.DropTable(
                name: "stripe_call");

            migrationBuilder.DropTable(
                name: "stripe_txn");

            migrationBuilder.DropTable(
                name: "timetable");

            migrationBuilder.DropTable(
                name: "exception_item");

            migrationBuilder.DropTable(
                name: "gift_export");

            migrationBuilder.DropTable(
                name: "account");

            migrationBuilder.DropTable(
                name: "entry");

            migrationBuilder.DropTable(
                name: "donation");

            migrationBuilder.DropTable(
                name: "staff_user");

            migrationBuilder.DropTable(
                name: "campaign");

            migrationBuilder.DropTable(
                name: "donor");

            migrationBuilder.DropTable(
                name: "fund");

            migrationBuilder.DropTable(
                name: "terms_version");

            migrationBuilder.DropTable(
                name: "picture");

            migrationBuilder.DropTable(
                name: "programme");

            migrationBuilder.DropTable(
                name: "legal_entity");

            migrationBuilder.DropTable(
                name: "consent");
        }
    }
}
