// A library of the system that is joined to the program when first needed instead of at its start. Knows no library.
#pragma once

#include <string>
#include <utility>

namespace cityweave::base {

/// Opened once and never closed again: what it made may outlive whoever opened it. Free to copy.
class SharedLibrary {
public:
    /// By the name the system's linker knows it by ("libgdal.so.32"). Throws IoError naming it if there is none.
    [[nodiscard]] static SharedLibrary open(const std::string& name);

    /// Its function of this name, whose type the library's header tells: `function<decltype(GDALOpenEx)>("GDALOpenEx")`.
    /// Throws IoError naming both if there is none.
    template <class Function>
    [[nodiscard]] Function* function(const char* name) const {
        return reinterpret_cast<Function*>(address(name));
    }

private:
    SharedLibrary(std::string name, void* handle) : name_(std::move(name)), handle_(handle) {}
    [[nodiscard]] void* address(const char* name) const;
    std::string name_;
    void* handle_;
};

} // namespace cityweave::base
