#include "atlas/pg_connection.hpp"

#include "atlas/pg_address.hpp"
#include "base/error.hpp"
#include "base/shared_library.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <libpq-fe.h>
#include <utility>

namespace cityweave::atlas {

namespace {

/// What is used of the library, which is opened with the first connection.
struct Libpq {
    base::SharedLibrary library = base::SharedLibrary::open(CITYWEAVE_LIBPQ_NAME);
    decltype(&::PQclear) PQclear = library.function<decltype(::PQclear)>("PQclear");
    decltype(&::PQconnectStartParams) PQconnectStartParams = library.function<decltype(::PQconnectStartParams)>("PQconnectStartParams");
    decltype(&::PQconnectdbParams) PQconnectdbParams = library.function<decltype(::PQconnectdbParams)>("PQconnectdbParams");
    decltype(&::PQconninfo) PQconninfo = library.function<decltype(::PQconninfo)>("PQconninfo");
    decltype(&::PQconninfoFree) PQconninfoFree = library.function<decltype(::PQconninfoFree)>("PQconninfoFree");
    decltype(&::PQconninfoParse) PQconninfoParse = library.function<decltype(::PQconninfoParse)>("PQconninfoParse");
    decltype(&::PQerrorMessage) PQerrorMessage = library.function<decltype(::PQerrorMessage)>("PQerrorMessage");
    decltype(&::PQexec) PQexec = library.function<decltype(::PQexec)>("PQexec");
    decltype(&::PQexecPrepared) PQexecPrepared = library.function<decltype(::PQexecPrepared)>("PQexecPrepared");
    decltype(&::PQfinish) PQfinish = library.function<decltype(::PQfinish)>("PQfinish");
    decltype(&::PQfnumber) PQfnumber = library.function<decltype(::PQfnumber)>("PQfnumber");
    decltype(&::PQfreemem) PQfreemem = library.function<decltype(::PQfreemem)>("PQfreemem");
    decltype(&::PQftype) PQftype = library.function<decltype(::PQftype)>("PQftype");
    decltype(&::PQgetResult) PQgetResult = library.function<decltype(::PQgetResult)>("PQgetResult");
    decltype(&::PQgetisnull) PQgetisnull = library.function<decltype(::PQgetisnull)>("PQgetisnull");
    decltype(&::PQgetlength) PQgetlength = library.function<decltype(::PQgetlength)>("PQgetlength");
    decltype(&::PQgetvalue) PQgetvalue = library.function<decltype(::PQgetvalue)>("PQgetvalue");
    decltype(&::PQntuples) PQntuples = library.function<decltype(::PQntuples)>("PQntuples");
    decltype(&::PQprepare) PQprepare = library.function<decltype(::PQprepare)>("PQprepare");
    decltype(&::PQputCopyData) PQputCopyData = library.function<decltype(::PQputCopyData)>("PQputCopyData");
    decltype(&::PQputCopyEnd) PQputCopyEnd = library.function<decltype(::PQputCopyEnd)>("PQputCopyEnd");
    decltype(&::PQresultErrorField) PQresultErrorField = library.function<decltype(::PQresultErrorField)>("PQresultErrorField");
    decltype(&::PQresultStatus) PQresultStatus = library.function<decltype(::PQresultStatus)>("PQresultStatus");
    decltype(&::PQsetNoticeProcessor) PQsetNoticeProcessor = library.function<decltype(::PQsetNoticeProcessor)>("PQsetNoticeProcessor");
    decltype(&::PQstatus) PQstatus = library.function<decltype(::PQstatus)>("PQstatus");
};

const Libpq& libpq() {
    static const Libpq opened;
    return opened;
}

struct ConnectionFinisher {
    void operator()(PGconn* connection) const { libpq().PQfinish(connection); }
};
struct ResultClearer {
    void operator()(PGresult* result) const { libpq().PQclear(result); }
};
struct OptionsFreer {
    void operator()(PQconninfoOption* options) const { libpq().PQconninfoFree(options); }
};
using Connection = std::unique_ptr<PGconn, ConnectionFinisher>;
using ResultHandle = std::unique_ptr<PGresult, ResultClearer>;
using Options = std::unique_ptr<PQconninfoOption, OptionsFreer>;

/// The library writes several lines, indented: one for ours.
std::string one_line(std::string_view message) {
    std::string line;
    for (std::size_t begin = 0; begin < message.size();) {
        const auto end = std::min(message.find('\n', begin), message.size());
        auto part = message.substr(begin, end - begin);
        part.remove_prefix(std::min(part.find_first_not_of("\t "), part.size()));
        if (!part.empty()) line += (line.empty() ? "" : "; ") + std::string(part);
        begin = end + 1;
    }
    return line;
}

using Settings = std::vector<std::pair<const char*, std::string>>;

template <class Function>
auto with_settings(const Settings& settings, Function function) {
    std::vector<const char*> keys, values;
    for (const auto& [key, value] : settings) {
        keys.push_back(key);
        values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    constexpr int address_is_expanded = 1;
    return function(keys.data(), values.data(), address_is_expanded);
}

/// So that nothing hangs for ever, where nobody has said otherwise.
constexpr std::pair<const char*, const char*> patience[] = {{"connect_timeout", "10"},
                                                            {"keepalives_idle", "30"},
                                                            {"keepalives_interval", "10"},
                                                            {"keepalives_count", "3"},
                                                            {"tcp_user_timeout", "60000"}};

/// Which of these are said already, by the address, its service or the environment: asked of the library by a connection
/// that it gives up before it begins, for a value that no setting takes.
Settings unsaid_patience(const std::string& address) {
    const Settings never{{"dbname", address}, {"sslmode", "none such"}};
    const Connection unborn(with_settings(never, [](auto... arguments) { return libpq().PQconnectStartParams(arguments...); }));
    const Options options(unborn ? libpq().PQconninfo(unborn.get()) : nullptr);
    const auto is_said = [&](const std::string& key) {
        for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option)
            if (key == option->keyword) return option->val != nullptr && *option->val != '\0';
        return false;
    };
    Settings unsaid;
    for (const auto& [key, value] : patience)
        if (!is_said(key)) unsaid.emplace_back(key, value);
    return unsaid;
}

/// What the library says of an address repeats parts of it, so it is not told.
void require_parsed(const std::string& address) {
    char* reason = nullptr;
    const Options options(libpq().PQconninfoParse(address.c_str(), &reason));
    if (reason != nullptr) libpq().PQfreemem(reason);
    if (!options)
        throw base::ConfigError(
            fmt::format("{}: cannot be read as the address of a database; expected postgresql://HOST:PORT/DATABASE?SETTING=VALUE",
                        shown_address(address)));
}

Connection connected(const std::string& address) {
    require_readable(address);
    require_parsed(address);
    auto settings = unsaid_patience(address);
    settings.emplace_back("fallback_application_name", "cityweave");
    settings.emplace_back("dbname", address);
    settings.emplace_back("client_encoding", "UTF8");
    Connection connection(with_settings(settings, [](auto... arguments) { return libpq().PQconnectdbParams(arguments...); }));
    if (!connection) throw std::bad_alloc();
    if (libpq().PQstatus(connection.get()) != CONNECTION_OK)
        throw base::IoError(fmt::format("{}: the database cannot be reached: {}", shown_address(address),
                                        one_line(libpq().PQerrorMessage(connection.get()))));
    libpq().PQsetNoticeProcessor(
        connection.get(), [](void*, const char*) {}, nullptr);
    return connection;
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = (value << 8) | static_cast<unsigned char>(byte);
    return value;
}

/// Types of the server's own, by the numbers they have everywhere (its catalog/pg_type.dat).
enum Type : Oid { boolean = 16, bigint = 20, smallint = 21, integer_type = 23, text_type = 25, double_precision = 701, varchar = 1043 };

} // namespace

struct PgConnection::Handle {
    Connection connection;

    [[nodiscard]] std::string message() const { return one_line(libpq().PQerrorMessage(connection.get())); }
};

struct PgRows::Result {
    ResultHandle handle;
};

namespace {

/// Throws what a result says if it is a failure. A table or column that is not there is another's, or older.
void require_done(const PGresult* result, const std::string& name, const std::string& otherwise) {
    const auto status = result == nullptr ? PGRES_FATAL_ERROR : libpq().PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN || status == PGRES_EMPTY_QUERY) return;
    const auto field = [&](int code) {
        const char* const value = result == nullptr ? nullptr : libpq().PQresultErrorField(result, code);
        return std::string(value == nullptr ? "" : value);
    };
    const auto state = field(PG_DIAG_SQLSTATE);
    if (state == "42P01" || state == "42703") // undefined_table, undefined_column
        throw base::FormatError(fmt::format("{}: {}; expected an atlas made by Cityweave", name, field(PG_DIAG_MESSAGE_PRIMARY)));
    throw base::IoError(fmt::format("{}: {}", name, state.empty() ? otherwise : one_line(field(PG_DIAG_MESSAGE_PRIMARY))));
}

} // namespace

// ------------------------------------------------------------------------------------------------ rows

PgRows::PgRows(std::unique_ptr<Result> result) : result_(std::move(result)) {}
PgRows::PgRows(PgRows&&) noexcept = default;
PgRows& PgRows::operator=(PgRows&&) noexcept = default;
PgRows::~PgRows() = default;

std::size_t PgRows::size() const {
    return static_cast<std::size_t>(libpq().PQntuples(result_->handle.get()));
}

std::optional<int> PgRows::column(const char* name) const {
    const int number = libpq().PQfnumber(result_->handle.get(), pg_identifier(name).c_str());
    return number < 0 ? std::nullopt : std::optional(number);
}

std::optional<std::string_view> PgRows::bytes(std::size_t row, int column) const {
    const auto* const result = result_->handle.get();
    const int at = static_cast<int>(row);
    if (libpq().PQgetisnull(result, at, column) != 0) return std::nullopt;
    return std::string_view(libpq().PQgetvalue(result, at, column), static_cast<std::size_t>(libpq().PQgetlength(result, at, column)));
}

std::optional<std::string> PgRows::text(std::size_t row, int column) const {
    const auto type = libpq().PQftype(result_->handle.get(), column);
    if (type != text_type && type != varchar) return std::nullopt;
    return std::string(bytes(row, column).value_or(""));
}

std::optional<std::int64_t> PgRows::integer(std::size_t row, int column) const {
    const auto value = big_endian(bytes(row, column).value_or(""));
    switch (libpq().PQftype(result_->handle.get(), column)) {
    case boolean: return static_cast<std::int64_t>(value);
    case smallint: return static_cast<std::int16_t>(value);
    case integer_type: return static_cast<std::int32_t>(value);
    case bigint: return static_cast<std::int64_t>(value);
    default: return std::nullopt;
    }
}

std::optional<double> PgRows::real(std::size_t row, int column) const {
    if (libpq().PQftype(result_->handle.get(), column) != double_precision) return std::nullopt;
    return std::bit_cast<double>(big_endian(bytes(row, column).value_or("")));
}

// ------------------------------------------------------------------------------------------------ the connection

PgConnection::PgConnection(const std::string& address)
    : name_(shown_address(address)), handle_(new Handle{.connection = connected(address)}) {}
PgConnection::PgConnection(PgConnection&&) noexcept = default;
PgConnection::~PgConnection() = default;

void PgConnection::run(const std::string& commands) {
    const ResultHandle result(libpq().PQexec(handle_->connection.get(), commands.c_str()));
    require_done(result.get(), name_, handle_->message());
}

void PgConnection::prepare(const std::string& question, const std::string& statement) {
    const ResultHandle result(libpq().PQprepare(handle_->connection.get(), statement.c_str(), question.c_str(), 0, nullptr));
    require_done(result.get(), name_, handle_->message());
}

PgRows PgConnection::ask(const std::string& question, const std::vector<std::string>& values) {
    auto known = prepared_.find(question);
    if (known == prepared_.end()) {
        const auto statement = fmt::format("cityweave_{}", prepared_.size());
        prepare(question, statement);
        known = prepared_.emplace(question, statement).first;
    }
    std::vector<const char*> pointers;
    for (const auto& value : values) pointers.push_back(value.c_str());
    constexpr int binary = 1;
    auto result = std::make_unique<PgRows::Result>();
    result->handle.reset(libpq().PQexecPrepared(handle_->connection.get(), known->second.c_str(), static_cast<int>(values.size()),
                                                pointers.data(), nullptr, nullptr, binary));
    require_done(result->handle.get(), name_, handle_->message());
    return PgRows(std::move(result));
}

void PgConnection::begin_copy(const std::string& command) {
    run(command);
}

void PgConnection::copy(std::string_view lines) {
    // What fails here is told by finish_copy as well.
    (void)libpq().PQputCopyData(handle_->connection.get(), lines.data(), static_cast<int>(lines.size()));
}

void PgConnection::finish_copy() {
    (void)libpq().PQputCopyEnd(handle_->connection.get(), nullptr);
    const ResultHandle result(libpq().PQgetResult(handle_->connection.get()));
    while (const ResultHandle rest{libpq().PQgetResult(handle_->connection.get())})
        if (libpq().PQstatus(handle_->connection.get()) != CONNECTION_OK) break;
    require_done(result.get(), name_, handle_->message());
}

// ------------------------------------------------------------------------------------------------ the server's language

namespace {

std::string quoted(std::string_view text, char quote, std::string_view escaped, char escape) {
    std::string result(1, quote);
    for (const char c : text) {
        if (escaped.find(c) != std::string_view::npos) result += escape;
        result += c;
    }
    return result + quote;
}

} // namespace

std::string pg_array(const std::vector<std::string>& texts) {
    std::vector<std::string> items;
    for (const auto& text : texts) items.push_back(quoted(text, '"', "\"\\", '\\'));
    return fmt::format("{{{}}}", fmt::join(items, ","));
}

std::string pg_array(const std::vector<std::int64_t>& numbers) {
    return fmt::format("{{{}}}", fmt::join(numbers, ","));
}

std::string pg_identifier(std::string_view name) {
    return quoted(name, '"', "\"", '"');
}

} // namespace cityweave::atlas
