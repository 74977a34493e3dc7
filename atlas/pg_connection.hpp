// One connection to a PostgreSQL server: prepared questions, copying in, transactions. Owns every handle of the library it
// uses, whose types stand in no header; opens the library with the first connection. Knows no atlas and no tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::atlas {

/// What a question gave, in the server's binary form. Lives on its own.
class PgRows {
public:
    PgRows(PgRows&&) noexcept;
    PgRows& operator=(PgRows&&) noexcept;
    ~PgRows();

    [[nodiscard]] std::size_t size() const;
    /// Of the first column of that name; none if there is no such.
    [[nodiscard]] std::optional<int> column(const char* name) const;
    /// None for NULL. Valid as long as these rows.
    [[nodiscard]] std::optional<std::string_view> bytes(std::size_t row, int column) const;
    /// Of text, whole numbers and truth values, double precision; none where the column has another type. NULL gives
    /// an empty text or 0.
    [[nodiscard]] std::optional<std::string> text(std::size_t row, int column) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::size_t row, int column) const;
    [[nodiscard]] std::optional<double> real(std::size_t row, int column) const;

private:
    friend class PgConnection;
    struct Result;
    explicit PgRows(std::unique_ptr<Result> result);
    std::unique_ptr<Result> result_;
};

/// For one thread at a time. Text goes both ways as UTF-8. What the server remarks is not shown. All members throw IoError
/// naming the address as it may be shown, FormatError where a table or column is not there.
class PgConnection {
public:
    /// Who connects, and how, comes from the address, else from its service, the environment (PG*) and ~/.pgpass, as
    /// everywhere with PostgreSQL. Gives up after 10 s a host where none of these says another connect_timeout, and when a
    /// server has not answered a sign of life for about a minute. Throws ConfigError for an address that cannot be read.
    explicit PgConnection(const std::string& address);
    PgConnection(PgConnection&&) noexcept;
    ~PgConnection();

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// Commands, separated by semicolons; what they give is dropped.
    void run(const std::string& commands);
    /// $1 … in the question stand for the values, as text. Each question is prepared once.
    [[nodiscard]] PgRows ask(const std::string& question, const std::vector<std::string>& values = {});

    /// "COPY … FROM STDIN"; then whole lines of the server's text form, then finish_copy. A failure is thrown by
    /// finish_copy. Nothing else may be done meanwhile.
    void begin_copy(const std::string& command);
    void copy(std::string_view lines);
    void finish_copy();

private:
    struct Handle;
    void prepare(const std::string& question, const std::string& statement);
    std::string name_;
    std::unique_ptr<Handle> handle_;
    std::map<std::string, std::string> prepared_; ///< by question
};

/// The value of an array parameter: {"a","b"}.
[[nodiscard]] std::string pg_array(const std::vector<std::string>& texts);
[[nodiscard]] std::string pg_array(const std::vector<std::int64_t>& numbers);
/// A name in the server's language, whatever letters it has: "from".
[[nodiscard]] std::string pg_identifier(std::string_view name);

} // namespace cityweave::atlas
