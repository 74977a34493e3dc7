#include "atlas/pg_session.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

namespace cityweave::atlas {

namespace {

/// The schema that PostGIS's types and functions stand in; no row without PostGIS.
constexpr const char* postgis_schema =
    "SELECT n.nspname::text FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'";

/// The first name of search_path, without its quotes.
constexpr const char* first_of_search_path =
    "SELECT replace(btrim(btrim(split_part(current_setting('search_path'), ',', 1)), '\"'), '\"\"', '\"')";

constexpr const char* beginning[] = {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                                     // Who has waited for the lock must see what the one before has left.
                                     "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"};

} // namespace

PgSession::PgSession(const std::string& address, Purpose purpose) : connection_(address) {
    connection_.run(beginning[purpose == Purpose::changing ? 1 : 0]);
    const auto postgis = text_of(postgis_schema);
    if (postgis.empty())
        throw base::ConfigError(fmt::format(
            "{}: the database has no PostGIS; whoever administers it adds it with: CREATE EXTENSION postgis", connection_.name()));
    const auto first = text_of(first_of_search_path);
    schema_ = first.empty() || first == "$user" || first == "public" ? "cityweave" : first;
    name_ = fmt::format("{} (schema {})", connection_.name(), schema_);
    const auto path = pg_identifier(schema_) + ", " + pg_identifier(postgis);
    // Compiling a question takes longer than most of ours do.
    (void)text_of("SELECT set_config('search_path', $1, true) || set_config('jit', 'off', true)", {path});
}

std::string PgSession::text_of(const std::string& question, const std::vector<std::string>& values) {
    const auto rows = connection_.ask(question, values);
    return rows.size() == 0 ? std::string() : rows.text(0, 0).value_or("");
}

bool PgSession::has_table(const std::string& table) {
    return !text_of("SELECT to_regclass($1)::text", {pg_identifier(schema_) + "." + pg_identifier(table)}).empty();
}

void PgSession::require_atlas() {
    if (!has_table("programme")) throw base::IoError(fmt::format("{}: there is no atlas here", name_));
}

void PgSession::lock() {
    // By name, for there may be no table yet; then the tables, for those who change them by hand.
    (void)connection_.ask("SELECT pg_advisory_xact_lock(hashtextextended('cityweave ' || $1, 0))", {schema_});
    if (has_table("programme")) connection_.run("LOCK TABLE programme, places, memberships IN SHARE ROW EXCLUSIVE MODE");
}

void PgSession::make_schema() {
    if (text_of("SELECT nspname::text FROM pg_namespace WHERE nspname = $1", {schema_}).empty())
        connection_.run(fmt::format("CREATE SCHEMA {}", pg_identifier(schema_)));
}

} // namespace cityweave::atlas
