// The command line: parses, runs one command, and turns what was thrown into a message and an exit code.
#include "base/error.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/secrets.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

using namespace cityweave;

namespace {

enum ExitCode { done = 0, failed = 1, wrong_usage = 2 };

int run(const cli::Invocation& invocation) {
    try {
        return std::visit([&](const auto& options) { return cli::run(invocation.common, options); }, invocation.command);
    } catch (const base::Error& error) {
        fmt::print(stderr, "cityweave: {}\n", cli::without_passwords(error.what()));
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "cityweave: out of memory\n");
    } catch (const std::exception& error) {
        fmt::print(stderr, "cityweave: internal error, please report it: {}\n", cli::without_passwords(error.what()));
    }
    return failed;
}

} // namespace

int main(int argc, char** argv) {
    const auto parsed = cli::parse_command_line(argc, argv);
    if (const auto* instead = std::get_if<cli::Instead>(&parsed)) {
        fmt::print(instead->code == done ? stdout : stderr, "{}", cli::without_passwords(instead->text));
        return instead->code == done ? done : wrong_usage;
    }
    return run(std::get<cli::Invocation>(parsed));
}
